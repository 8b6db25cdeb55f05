// gordian merge: many recordings in one file.
#include <fmt/format.h>

#include <memory>

#include "../report/collect.hpp"
#include "../report/errors.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

struct MergeOptions {
  std::string output;
  std::vector<std::string> inputs;
};

int execute(const MergeOptions& options) {
  std::vector<std::string> unreadable;
  const auto files = recordingFiles({options.inputs.begin(), options.inputs.end()}, unreadable);
  for (const std::string& line : unreadable) say(line);
  if (files.empty() || !unreadable.empty()) return kUsage;
  recording::merge(files, options.output);
  return kClean;
}

}  // namespace

Action addMerge(CLI::App& app) {
  auto options = std::make_shared<MergeOptions>();
  CLI::App* const merge = app.add_subcommand("merge", "Put many recordings into one file");
  merge->add_option("-o,--output", options->output, "The file to write")
      ->type_name("OUT")
      ->required();
  merge->add_option("RECORDING", options->inputs, "Recordings, merged files, or folders of them")
      ->required();
  return [options] { return execute(*options); };
}

}  // namespace gordian::cli
