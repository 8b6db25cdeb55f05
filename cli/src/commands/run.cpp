// gordian run: the wrapper around a program. Prepares, runs it, then analyses what it left.
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "../report/build.hpp"
#include "../report/errors.hpp"
#include "../report/formats.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "observed_run.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

struct RunOptions {
  std::vector<std::string> reports;
  std::string record;
  std::string failOn;
  bool quiet = false;
  bool strict = false;
  bool explain = false;
  bool requireEvidence = false;
  std::string onDeadlock;
  std::string stallAge;
  bool isStats = false;
};

class RunCommand {
 public:
  RunCommand(RunOptions options, std::vector<std::string> command)
      : options_(std::move(options)), command_(std::move(command)), settings_(loadSettings()) {
    if (!options_.failOn.empty()) settings_.failOn = parseFailOn(options_.failOn, "--fail-on");
    settings_.requireEvidence |= options_.requireEvidence;
    if (!options_.onDeadlock.empty())
      settings_.onDeadlock = parseOnDeadlock(options_.onDeadlock, "--on-deadlock");
    if (!options_.stallAge.empty())
      settings_.stallAge = parseStallAge(options_.stallAge, "--timeout-stall");
  }

  int execute() {
    for (const std::string& file : options_.reports) requireFormat(file);
    RunWishes wishes;
    wishes.command = command_;
    wishes.record = options_.record;
    wishes.text = textOptions();
    wishes.isStats = options_.isStats;
    ObservedRun run(settings_, std::move(wishes));
    if (const int status = run.execute()) return status;
    const Report report = analyse(run);
    const bool isWritten = deliver(report, run);
    const Outcome outcome = outcomeOf(run.waitStatus(), fails(report, settings_.failOn),
                                      report.summary.acquisitions > 0, settings_, run.hangs());
    if (!outcome.said.empty()) say(outcome.said);
    run.removeIfEmpty();
    if (outcome.signal != 0) dieBy(outcome.signal);
    return isWritten || outcome.status != 0 ? outcome.status : int{kUsage};
  }

 private:
  Report analyse(const ObservedRun& run) {
    Recordings recordings(run.files());
    const std::string nothing = run.whyNothing(recordings.has(run.pid()));
    Report report = buildReport(recordings, namesFromSymbols(), {options_.strict, settings_.order});
    settle(report, settings_, Suppressions::Telling::Mistakes);
    report.command = command_;
    if (!run.folder().isDefault) report.recordings = shellWord(run.folder().shown);
    auto& warnings = report.coverage.warnings;
    for (const auto& line : recordings.unreadable()) warnings.push_back(line);
    if (!nothing.empty()) warnings.push_back(nothing);
    return report;
  }

  [[nodiscard]] TextOptions textOptions() const {
    TextOptions text;
    text.colour = wantsColour(STDERR_FILENO);
    text.quiet = options_.quiet;
    text.explain = options_.explain;
    return text;
  }

  // Whether every report was written.
  [[nodiscard]] bool deliver(const Report& report, const ObservedRun& run) const {
    TextOptions text = textOptions();
    text.said = run.said();
    put(STDERR_FILENO, renderText(report, text));
    bool isWritten = true;
    for (const std::string& file : options_.reports) {
      try {
        writeReport(report, file);
      } catch (const UsageError& error) {
        say(error.what());
        isWritten = false;
      }
    }
    if (!report.findings.empty() && !options_.quiet) {
      const RecordFolder& folder = run.folder();
      const std::string behind = folder.isDefault ? "" : " " + shellWord(folder.shown);
      say(fmt::format("recorded in {}; next: gordian show {}{}", folder.shown,
                      report.findings.front().fingerprint, behind));
    }
    return isWritten;
  }

  RunOptions options_;
  std::vector<std::string> command_;
  Settings settings_;
};

}  // namespace

Action addRun(CLI::App& app, const std::vector<std::string>& program) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* const run = app.add_subcommand("run", "Run a program with the runtime, then report");
  run->footer(
      "gordian run [OPTIONS] -- PROGRAM [ARGS...]\n"
      "The program's input, output, signals and exit status pass through; the report goes to\n"
      "standard error. Status 66: the program ended with 0, but there are findings at or above\n"
      "--fail-on. Status 67: a deadlock happened, and what could never continue was ended\n"
      "(--on-deadlock). Status 78: --require-evidence, and nothing was observed.");
  run->add_option("--report", options->reports,
                  "Write a report; format by ending: .json .sarif .txt .md .dot; repeatable")
      ->type_name("FILE")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  run->add_option("--record", options->record,
                  "Keep the recordings there (default .gordian/runs/<n>)")
      ->type_name("DIR");
  run->add_option("--fail-on", options->failOn,
                  "Least certain finding that fails: proven, likely, possible, never")
      ->type_name("LEVEL");
  run->add_flag("-q,--quiet", options->quiet, "One line a finding, no summary");
  run->add_flag("--strict", options->strict, "Raise what is possible or ruled out by one level");
  run->add_flag("--explain", options->explain, "Also list what was ruled out, and why");
  run->add_flag("--require-evidence", options->requireEvidence,
                "Fail with 78 when nothing was observed");
  run->add_option("--on-deadlock", options->onDeadlock,
                  "What happens to what can never continue: exit, abort, report, wait")
      ->type_name("ACTION");
  run->add_option("--timeout-stall", options->stallAge,
                  "So long nothing moves before a stall is one (1); 0: stalls are not looked for")
      ->type_name("SECONDS");
  run->add_flag("--stats", options->isStats,
                "Also count and measure every acquisition: waits, holds, hand-overs by lock");
  return [options, &program]() -> int {
    if (program.empty())
      throw UsageError("run: which program? gordian run [OPTIONS] -- PROGRAM [ARGS...]");
    return RunCommand(*options, program).execute();
  };
}

}  // namespace gordian::cli
