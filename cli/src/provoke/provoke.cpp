#include "provoke.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "../commands/console.hpp"
#include "../commands/status.hpp"
#include "../report/build.hpp"
#include "../report/errors.hpp"
#include "../report/formats.hpp"
#include "../report/printable.hpp"
#include "attempts.hpp"
#include "explore.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

std::string wordsFor(const Target& target) {
  return fmt::format("{} {}", target.plan.rule, target.plan.fingerprint);
}

class Provoke {
 public:
  Provoke(ProvokeOptions options, std::vector<std::string> command)
      : options_(std::move(options)),
        command_(std::move(command)),
        settings_(loadSettings()),
        series_(settings_, command_, options_.record, textOptions()) {
    if (!options_.failOn.empty()) settings_.failOn = parseFailOn(options_.failOn, "--fail-on");
    // What hangs has to end, or there is no next attempt.
    if (settings_.onDeadlock != OnDeadlock::Abort) settings_.onDeadlock = OnDeadlock::Exit;
  }

  int execute() {
    for (const std::string& file : options_.reports) requireFormat(file);
    const int cannotStart = options_.isExplore ? exploreAll() : provokeAll();
    return cannotStart != 0 ? cannotStart : conclude();
  }

 private:
  int exploreAll() {
    const Explored found = explore(series_, options_.attempts, options_.seed, !options_.quiet);
    if (found.cannotStart != 0) return found.cannotStart;
    if (options_.quiet) return 0;
    say(
        fmt::format("{} runs with other schedules (seeds {} to {}) brought {} new lock orders, {} "
                    "new findings, {} hangs",
                    found.attempts, options_.seed, options_.seed + found.attempts - 1, found.edges,
                    found.findings, found.hangs));
    return 0;
  }

  int provokeAll() {
    if (!options_.plan.empty()) {
      saved_ = readPlan(options_.plan);
      options_.id = saved_->fingerprint;
      options_.seed = saved_->seed;
      if (isCurrent(*saved_)) {
        bool isElsewhere = false;
        const int status = followSaved(isElsewhere);
        if (status != 0 || !isElsewhere) return status;
        targets_.clear();
      }
    }
    if (const int status = findTargets()) return status;
    for (std::size_t at = 0; at < targets_.size(); ++at) {
      if (targets_[at].provenBy.empty()) {
        const Attempted done = attempt(series_, targets_, at, options_.attempts, options_.seed);
        if (done.cannotStart != 0) return done.cannotStart;
        tell(targets_[at], done);
      } else {
        tellProven(targets_[at]);
      }
    }
    return 0;
  }

  // A saved plan whose binaries are as they were, as long as this program comes to its places.
  int followSaved(bool& isElsewhere) {
    targets_.push_back({"what the plan is for", Confidence::Likely, {}, *saved_});
    const Attempted done =
        attempt(series_, targets_, 0, options_.attempts, options_.seed, &*saved_);
    isElsewhere = done.isElsewhere;
    if (done.cannotStart != 0 || isElsewhere) return done.cannotStart;
    Target& target = targets_.front();
    if (target.provenBy.empty()) {
      const Report report = analysed(collect(series_.kept));
      const auto again = matching(report);
      target.confidence = again.empty() ? Confidence::RuledOut : again.front()->confidence;
      target.isPredicted = !again.empty();
    }
    tell(target, done);
    return 0;
  }

  // What there is to provoke: from an earlier recording, or from a run of its own.
  int findTargets() {
    Report report = saved_ ? Report() : earlier();
    std::vector<recording::Recording> hung;  // of a run that hung already
    if (report.findings.empty() && report.ruledOut.empty()) {
      if (!options_.from.empty()) {
        say("there is nothing to provoke in what --from names");
        return 0;
      }
      std::unique_ptr<ObservedRun> run;
      if (const int status = series_.run("recorded", {}, run)) return status;
      Collected collected = run->collected();
      const bool hasRecording =
          std::any_of(collected.recordings.begin(), collected.recordings.end(),
                      [&](const auto& recording) { return recording.pid == run->pid(); });
      if (const auto nothing = run->whyNothing(hasRecording); !nothing.empty()) say(nothing);
      const auto files = run->files();
      series_.kept.insert(series_.kept.end(), files.begin(), files.end());
      if (run->hangs().isFound) hung = collected.recordings;
      report = analysed(std::move(collected));
    }
    if (saved_)
      chooseSaved(report);
    else
      choose(report);
    for (Target& target : targets_)
      if (const Finding* hang = hung.empty() ? nullptr : cameTrue(target, report, hung)) {
        target.provenBy = fmt::format("{} {}, without any pause", hang->id, hang->fingerprint);
        target.hang = hang->fingerprint;
      }
    return 0;
  }

  // From --from, or, where a finding is named, from the newest run here that has it.
  Report earlier() {
    std::vector<fs::path> inputs(options_.from.begin(), options_.from.end());
    if (inputs.empty() && !options_.id.empty())
      if (const auto newest = newestRun()) inputs.push_back(*newest);
    if (inputs.empty()) return {};
    Collected collected = collect(inputs);
    if (!options_.from.empty())
      for (const std::string& line : collected.unreadable) say(line);
    Report report = analysed(std::move(collected));
    const bool isThere = options_.id.empty() || !matching(report).empty();
    if (!isThere) return {};
    std::vector<std::string> ignored;
    for (fs::path& file : recordingFiles(inputs, ignored)) series_.kept.push_back(std::move(file));
    return report;
  }

  Report analysed(Collected collected) {
    Report report = buildReportWithPoints(std::move(collected.recordings), namesFromSymbols(),
                                          {options_.strict, settings_.order, false}, points_);
    settle(report, settings_, Suppressions::Telling::Nothing);
    return report;
  }

  [[nodiscard]] std::vector<const Finding*> matching(const Report& report) const {
    std::vector<const Finding*> found;
    for (const auto* list : {&report.findings, &report.ruledOut})
      for (const Finding& finding : *list)
        if (finding.fingerprint.starts_with(options_.id)) found.push_back(&finding);
    return found;
  }

  // The places of the finding that the saved plan is for, in the program as it is now.
  void chooseSaved(const Report& report) {
    const auto again = matching(report);
    std::string why;
    if (again.empty())
      why = "it is not predicted any more";
    else if (auto target = targetOf(*again.front(), points_, why))
      targets_.push_back(std::move(*target));
    if (targets_.empty())
      say(fmt::format("{} {} is not provoked: {}", saved_->rule, saved_->fingerprint, why));
  }

  void choose(const Report& report) {
    std::vector<const Finding*> wanted;
    if (options_.id.empty())
      for (const Finding& finding : report.findings) wanted.push_back(&finding);
    else
      wanted = matching(report);
    if (wanted.empty() && !options_.id.empty())
      throw UsageError(fmt::format("provoke: no finding {} in this run", options_.id));
    for (const Finding* finding : wanted) {
      std::string why;
      if (auto target = targetOf(*finding, points_, why))
        targets_.push_back(std::move(*target));
      else if (!options_.quiet || !options_.id.empty())
        say(fmt::format("{} {} is not provoked: {}", finding->id, finding->fingerprint, why));
    }
    if (targets_.empty() && !options_.quiet) say("there is nothing to provoke");
  }

  void tell(const Target& target, const Attempted& done) const {
    if (!target.provenBy.empty()) {
      tellProven(target);
      return;
    }
    std::size_t places = 0;
    std::size_t reached = 0;
    std::uint64_t pauses = 0;
    for (std::size_t i = 0; i < target.plan.points.size(); ++i) {
      ++places;
      reached += done.progress.reached[i] != 0 ? 1 : 0;
      pauses += done.progress.paused[i];
    }
    const std::string how =
        done.progress.isLoaded == 0
            ? "the plan reached no process: was the runtime loaded?"
            : fmt::format(
                  "{} of its {} places were reached, threads paused {} times, partners met "
                  "{} times",
                  reached, places, pauses, done.progress.met);
    const std::string standing = target.isPredicted
                                     ? fmt::format("it is still {}", wordOf(target.confidence))
                                     : "but it is not predicted any more";
    say(fmt::format("not produced: {} in {} attempts (seed {}); that proves nothing, {} ({})",
                    wordsFor(target), done.attempts, options_.seed, standing, how));
    for (const std::string& other : done.others)
      say(fmt::format("another one happened meanwhile: {}", other));
  }

  void tellProven(const Target& target) const {
    say(fmt::format("proven: {} happened ({})", wordsFor(target), target.provenBy));
    if (!target.planFile.empty())
      say(fmt::format("as a test: gordian provoke --plan {} -- {}", target.planFile,
                      shellWords(command_)));
  }

  [[nodiscard]] TextOptions textOptions() const {
    TextOptions text;
    text.colour = wantsColour(STDERR_FILENO);
    text.quiet = options_.quiet;
    return text;
  }

  // The report of all runs, and the status.
  int conclude() {
    Collected collected = collect(series_.kept);
    Report report = buildReport(std::move(collected.recordings), namesFromSymbols(),
                                {options_.strict, settings_.order});
    raiseProven(report, targets_);
    settle(report, settings_, Suppressions::Telling::Mistakes);
    report.command = command_;
    TextOptions text = textOptions();
    text.said = series_.said();
    if (!series_.kept.empty()) put(STDERR_FILENO, renderText(report, text));
    bool isWritten = true;
    for (const std::string& file : options_.reports) {
      try {
        writeReport(report, file);
      } catch (const UsageError& error) {
        say(error.what());
        isWritten = false;
      }
    }
    const bool isProven = std::any_of(targets_.begin(), targets_.end(), [](const Target& target) {
      return !target.provenBy.empty();
    });
    if (isProven) return kRunDeadlock;
    const Outcome outcome = outcomeOf(series_.waitStatus(), fails(report, settings_.failOn), true,
                                      settings_, series_.hangs());
    if (!outcome.said.empty()) say(outcome.said);
    if (outcome.signal != 0) dieBy(outcome.signal);
    return isWritten || outcome.status != 0 ? outcome.status : int{kUsage};
  }

  ProvokeOptions options_;
  std::vector<std::string> command_;
  Settings settings_;
  Series series_;
  std::optional<PlanDraft> saved_;
  std::vector<Target> targets_;
  PointsOfFindings points_;
};

}  // namespace

int provoke(const ProvokeOptions& options, const std::vector<std::string>& command) {
  return Provoke(options, command).execute();
}

}  // namespace gordian::cli
