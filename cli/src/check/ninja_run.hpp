// Jobs run by ninja: in parallel, each by itself, what is finished stays finished.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gordian::cli {

struct NinjaJob {
  std::string title;                 // for people
  std::string command;               // for the shell
  std::vector<std::string> outputs;  // paths
};

struct NinjaResult {
  bool isInterrupted = false;  // by somebody who wants an end
  std::string problem;         // why nothing was run at all; or empty
};

// The text of a build.ninja; ninja keeps its own files in `folder`, not where it is started.
std::string ninjaFile(const std::filesystem::path& folder, const std::vector<NinjaJob>& jobs);

// Writes `folder`/build.ninja and runs it; jobs that fail do not stop the others. What they print
// is lost; progress is shown on standard error if that is a terminal.
NinjaResult runNinja(const std::filesystem::path& folder, const std::vector<NinjaJob>& jobs,
                     unsigned parallel);

}  // namespace gordian::cli
