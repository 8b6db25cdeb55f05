// gordian run: the wrapper around a program. Prepares, runs it, then analyses what it left.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <set>

#include "../live/live_watch.hpp"
#include "../report/build.hpp"
#include "../report/collect.hpp"
#include "../report/errors.hpp"
#include "../report/formats.hpp"
#include "../report/text.hpp"
#include "child.hpp"
#include "commands.hpp"
#include "config.hpp"
#include "console.hpp"
#include "environment.hpp"
#include "executable.hpp"
#include "outcome.hpp"
#include "record_folder.hpp"
#include "runtime_library.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

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

int cannotRun(const std::string& program, int error) {
  say(fmt::format("cannot run '{}': {}", program, std::strerror(error)));
  return error == ENOENT ? kNotFound : kCannotExecute;
}

// 0, or why the program cannot be started.
int problemWith(const fs::path& program) {
  if (program.empty()) return ENOENT;
  std::error_code error;
  const auto status = fs::status(program, error);
  if (!fs::exists(status)) return error.value() == 0 ? ENOENT : error.value();
  if (fs::is_directory(status)) return EACCES;  // as execve says
  return access(program.c_str(), X_OK) == 0 ? 0 : errno;
}

fs::path requireRuntime() {
  std::vector<std::string> looked;
  fs::path library = findRuntimeLibrary(looked);
  if (library.empty())
    throw UsageError(fmt::format("cannot find libgordian_runtime.so (tried {}); set GORDIAN_HOME",
                                 fmt::join(looked, ", ")));
  if (library.native().find_first_of(" :") != std::string::npos)
    throw UsageError(
        fmt::format("'{}': LD_PRELOAD cannot express a path with a blank or a colon; "
                    "set GORDIAN_HOME to a link without",
                    library.native()));
  return library;
}

std::set<fs::path> filesIn(const fs::path& folder) {
  std::vector<std::string> ignored;
  const auto files = recordingFiles({folder}, ignored);
  return {files.begin(), files.end()};
}

class Run {
 public:
  Run(RunOptions options, std::vector<std::string> command)
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
    const fs::path program = findProgram(command_.front());
    if (const int error = problemWith(program)) return cannotRun(command_.front(), error);
    const Executable executable = inspect(program);
    const fs::path library = requireRuntime();
    folder_ = makeRecordFolder(options_.record.empty() ? settings_.out : options_.record);
    before_ = filesIn(folder_.path);
    isDisabled_ = isSet("GORDIAN_DISABLE");
    blind_ = blindReason(executable);
    if (!blind_.empty())
      say(fmt::format("nothing can be observed in '{}': {}", command_.front(), blind_));
    if (!isDisabled_) live_ = LiveWatch::start(settings_, folder_.path, textOptions());
    const Preload preload{library, folder_.path, executable.needed,
                          live_ ? live_->boardName() : std::string(), options_.isStats};
    const ChildResult child = runChild(
        command_,
        [&] {
          if (!isDisabled_) applyPreload(preload);
        },
        live_ ? Look([&](pid_t root) { return live_->look(root); }) : Look());
    if (child.error != 0) {
      removeIfEmpty();
      return cannotRun(command_.front(), child.error);
    }
    const Report report = analyse(child.pid);
    const bool isWritten = deliver(report);
    const Outcome outcome = outcomeOf(child.waitStatus, fails(report, settings_.failOn),
                                      report.summary.acquisitions > 0, settings_,
                                      live_ ? live_->outcome() : HangOutcome());
    if (!outcome.said.empty()) say(outcome.said);
    removeIfEmpty();
    if (outcome.signal != 0) dieBy(outcome.signal);
    return isWritten || outcome.status != 0 ? outcome.status : int{kUsage};
  }

 private:
  static bool isSet(const char* variable) {
    const char* const value = std::getenv(variable);
    return value != nullptr && *value != '\0' && std::strcmp(value, "0") != 0;
  }

  Report analyse(pid_t root) {
    std::vector<fs::path> files;
    for (const fs::path& file : filesIn(folder_.path))
      if (before_.count(file) == 0) files.push_back(file);
    Collected collected = collect(files);
    const bool hasRoot = std::any_of(
        collected.recordings.begin(), collected.recordings.end(),
        [&](const auto& recording) { return recording.pid == static_cast<std::uint32_t>(root); });
    Report report = buildReport(std::move(collected.recordings), namesFromSymbols,
                                {options_.strict, settings_.order});
    settle(report, settings_, Suppressions::Telling::Mistakes);
    report.command = command_;
    if (!folder_.isDefault) report.recordings = shellWord(folder_.shown);
    auto& warnings = report.coverage.warnings;
    for (auto& line : collected.unreadable) warnings.push_back(std::move(line));
    if (!hasRoot) warnings.push_back(nothingObserved());
    return report;
  }

  [[nodiscard]] std::string nothingObserved() const {
    const std::string why = isDisabled_ ? "GORDIAN_DISABLE is set"
                            : !blind_.empty()
                                ? blind_
                                : "the runtime did not load into it, or could not write";
    return fmt::format(
        "nothing observed in '{}' itself: {}. What follows says nothing about its locks",
        command_.front(), why);
  }

  [[nodiscard]] TextOptions textOptions() const {
    TextOptions text;
    text.colour = wantsColour(STDERR_FILENO);
    text.quiet = options_.quiet;
    text.explain = options_.explain;
    return text;
  }

  // Whether every report was written.
  bool deliver(const Report& report) {
    TextOptions text = textOptions();
    if (live_) text.said = live_->said();
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
      const std::string behind = folder_.isDefault ? "" : " " + shellWord(folder_.shown);
      say(fmt::format("recorded in {}; next: gordian show {}{}", folder_.shown,
                      report.findings.front().fingerprint, behind));
    }
    return isWritten;
  }

  void removeIfEmpty() const {
    std::error_code error;
    if (options_.record.empty()) fs::remove(folder_.path, error);
  }

  RunOptions options_;
  std::vector<std::string> command_;
  Settings settings_;
  RecordFolder folder_;
  std::set<fs::path> before_;
  std::string blind_;
  bool isDisabled_ = false;
  std::unique_ptr<LiveWatch> live_;
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
  return [run, options, &program]() -> int {
    if (program.empty())
      throw UsageError("run: which program? gordian run [OPTIONS] -- PROGRAM [ARGS...]");
    return Run(*options, program).execute();
  };
}

}  // namespace gordian::cli
