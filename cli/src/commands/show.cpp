// gordian show: everything that is known about one finding.
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "../report/build.hpp"
#include "../report/errors.hpp"
#include "../report/printable.hpp"
#include "../report/text.hpp"
#include "commands.hpp"
#include "config.hpp"
#include "console.hpp"
#include "record_folder.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

struct ShowOptions {
  std::string id;
  std::vector<std::string> inputs;
};

std::vector<const Finding*> matching(const Report& report, const std::string& prefix) {
  std::vector<const Finding*> found;
  for (const auto* list : {&report.findings, &report.ruledOut})
    for (const Finding& finding : *list)
      if (finding.fingerprint.compare(0, prefix.size(), prefix) == 0) found.push_back(&finding);
  return found;
}

int execute(const ShowOptions& options) {
  constexpr std::size_t kShortestId = 4;
  if (options.id.size() < kShortestId)
    throw UsageError(fmt::format("show: '{}' is too short, give at least {} digits of the id",
                                 options.id, kShortestId));
  std::vector<fs::path> inputs(options.inputs.begin(), options.inputs.end());
  if (inputs.empty()) {
    const auto newest = newestRun();
    if (!newest)
      throw UsageError("show: no run is recorded here (.gordian/runs); name the recordings");
    inputs.push_back(*newest);
  }
  Recordings recordings(inputs);
  for (const std::string& line : recordings.unreadable()) say(line);
  if (recordings.isEmpty()) return kUsage;
  const Report report =
      printable(buildReport(recordings, namesFromSymbols(), {false, loadSettings().order}));
  const auto found = matching(report, options.id);
  if (found.empty())
    throw UsageError(fmt::format("show: no finding {} in {}", options.id, inputs.front().native()));
  for (const Finding* finding : found)
    if (finding->fingerprint != found.front()->fingerprint)
      throw UsageError(fmt::format("show: {} stands for several findings, among them {} and {}",
                                   options.id, found.front()->fingerprint, finding->fingerprint));
  TextOptions text;
  text.colour = wantsColour(STDOUT_FILENO);
  const std::string more = options.inputs.empty() ? "" : " " + shellWords(options.inputs);
  put(STDOUT_FILENO,
      renderFinding(*found.front(), text, printable(more)) + "\n" + renderEvidence(*found.front()));
  return kClean;
}

}  // namespace

Action addShow(CLI::App& app) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* const show = app.add_subcommand("show", "Full evidence for one finding");
  show->add_option("ID", options->id, "Its fingerprint, or at least 4 digits of it")->required();
  show->add_option("RECORDING", options->inputs, "Where to look (default: the newest run here)");
  return [options] { return execute(*options); };
}

}  // namespace gordian::cli
