#include "changed_files.hpp"

#include <fmt/format.h>

#include <cstring>
#include <filesystem>

#include "../report/errors.hpp"
#include "subprocess.hpp"

namespace gordian::cli {
namespace {

std::string firstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::string git(std::vector<std::string> words, const std::string& folder,
                const std::string& remedy) {
  words.insert(words.begin(), "git");
  const Output output = outputOf(words, folder);
  if (output.error != 0)
    throw UsageError(
        fmt::format("--changed-since: cannot run git: {}", std::strerror(output.error)));
  if (output.status != 0)
    throw UsageError(fmt::format("--changed-since: {} (git: {})", remedy,
                                 firstLine(output.err.empty() ? output.out : output.err)));
  return output.out;
}

void addPaths(std::set<std::string>& files, const std::string& root, const std::string& list) {
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find('\0', at), list.size());
    if (end > at)
      files.insert((std::filesystem::path(root) / list.substr(at, end - at)).lexically_normal());
    at = end + 1;
  }
}

}  // namespace

std::set<std::string> changedSince(const std::string& revision, const std::string& folder) {
  const std::string root =
      firstLine(git({"rev-parse", "--show-toplevel"}, folder, "this is no git checkout"));
  const std::string commit = firstLine(
      git({"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"}, folder,
          fmt::format("there is no revision '{}'", revision)));
  const std::string broken = "git cannot say what has changed";
  std::set<std::string> files;
  addPaths(files, root, git({"diff", "--name-only", "-z", commit, "--"}, root, broken));
  addPaths(files, root, git({"ls-files", "--others", "--exclude-standard", "-z"}, root, broken));
  return files;
}

}  // namespace gordian::cli
