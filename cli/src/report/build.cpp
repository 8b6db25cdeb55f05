#include "build.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <set>

#include "../joined/joiner.hpp"
#include "describe.hpp"
#include "finding_list.hpp"
#include "fingerprint.hpp"
#include "futex_uses.hpp"
#include "hangs.hpp"
#include "incidents.hpp"
#include "plan_points.hpp"
#include "python_acquire.hpp"
#include "reasons.hpp"
#include "sort_unique.hpp"
#include "statistics.hpp"

namespace gordian::cli {
namespace {

using recording::Recording;

constexpr std::size_t kMostPlanned = 50;  // findings of a recording, the most certain ones

std::string processName(const Recording& recording) {
  return fmt::format("process {} ({})", recording.pid, baseName(recording.executable));
}

void addCoverage(Report& report, const Recording& recording) {
  auto& warnings = report.coverage.warnings;
  for (const auto& damage : recording.damage)
    warnings.push_back(fmt::format("{}: {}: {}", processName(recording),
                                   baseName(recording.file.native()), damage));
  for (const auto& limit : recording.limits)
    warnings.push_back(fmt::format("{}: {}", processName(recording), limit));
  auto& blind = report.coverage.blind;
  blind.insert(blind.end(), recording.blind.begin(), recording.blind.end());
}

void addSummary(Summary& summary, const Recording& recording, std::size_t edges) {
  summary.processes += 1;
  summary.threads += std::max<std::uint64_t>(recording.threads, recording.trace.threads.size());
  summary.locks += std::max<std::uint64_t>(recording.locks, recording.trace.locks.size());
  summary.acquisitions += recording.acquisitions;
  summary.edges += edges;
}

// A file beside a recording that is not here.
bool isOnlyHangs(const Recording& recording) {
  return recording.executable.empty() && recording.trace.threads.empty() &&
         !recording.hangs.empty();
}

std::set<lockgraph::LockId> locksOf(const lockgraph::Cycle& cycle) {
  std::set<lockgraph::LockId> locks;
  for (const auto& edge : cycle.edges) locks.insert(edge.acquired);
  return locks;
}

// One recording after the other; nothing of one is kept but what the report says.
class ReportBuilder {
 public:
  ReportBuilder(Recordings& recordings, const NamesFor& namesFor, const BuildOptions& options,
                PointsOfFindings* plans)
      : recordings_(recordings),
        namesFor_(namesFor),
        options_(options),
        order_(options.order),
        plans_(plans) {}

  Report build() {
    for (std::size_t index = 0; index < recordings_.size(); ++index)
      if (const auto recording = recordings_.read(index)) add(index, *recording);
    return finish();
  }

 private:
  void add(std::size_t index, Recording& recording);
  void judge(std::size_t index, const Recording& recording, const lockgraph::Analysis& analysis,
             Names& names);
  void addHangs(std::size_t index, const Recording& recording);
  void addStacks(const Recording& recording);
  void tellUnfinished();
  Report finish();

  template <class Found>
  void plan(PlanPoints& points, const Finding& finding, const Found& found) {
    if (plans_ != nullptr && ++planned_ <= kMostPlanned)
      addPoints((*plans_)[finding.fingerprint], points.of(found));
  }
  void keep(Finding&& finding, bool isRuledOut) {
    addFinding(isRuledOut ? report_.ruledOut : report_.findings, std::move(finding));
  }

  Recordings& recordings_;
  const NamesFor& namesFor_;
  const BuildOptions& options_;
  DeclaredOrder order_;
  PointsOfFindings* plans_;
  Report report_;
  StatisticsOfAll statistics_;
  joined::Joiner joiner_;
  std::vector<Prediction> predictions_;  // of the recording at hand
  std::size_t planned_ = 0;              // likewise
  std::vector<std::string> unfinished_;  // processes that did not come to their end
  std::uint64_t stacks_ = 0;             // that stand for an acquisition
  std::uint64_t completeStacks_ = 0;
};

void ReportBuilder::add(std::size_t index, Recording& recording) {
  predictions_.clear();
  planned_ = 0;
  if (index == 0) report_.command = recording.arguments;
  setPythonAcquisitions(recording);
  const auto names = namesFor_(recording);
  if (hasFutexWaits(recording)) setFutexUses(recording, *names);
  const lockgraph::Analysis analysis = lockgraph::analyse(recording.trace);
  if (!isOnlyHangs(recording)) {
    addSummary(report_.summary, recording, analysis.edges);
    addCoverage(report_, recording);
    if (!recording.ended && !recordings_.isReplaced(index))
      unfinished_.push_back(processName(recording));
  }
  for (const auto& cut : analysis.cut)
    report_.coverage.warnings.push_back(fmt::format("{}: {}", processName(recording), cut));
  for (const auto& unlisted : analysis.unlisted)
    report_.coverage.notes.push_back(fmt::format("{}: {}", processName(recording), unlisted));
  const bool isQuiet = analysis.cycles.empty() && analysis.doubleLocks.empty() &&
                       analysis.heldWaits.empty() && recording.incidents.empty() &&
                       !hasDeclarations(recording, order_);
  if (!isQuiet) {
    judge(index, recording, analysis, *names);
    for (auto& note : names->notes()) report_.coverage.notes.push_back(std::move(note));
  }
  addHangs(index, recording);
  addStacks(recording);
  statistics_.add(recording, index, *names);
  if (options_.look) options_.look(recording, *names);
  if (recordings_.size() > 1) joiner_.look(index, recording, *names);
}

void ReportBuilder::judge(std::size_t index, const Recording& recording,
                          const lockgraph::Analysis& analysis, Names& names) {
  Describer describer(recording, index, names);
  PlanPoints points(recording);
  for (const auto& found : analysis.heldWaits) {
    Finding finding = describer.heldWait(found);
    plan(points, finding, found);
    const bool isRuledOut = found.confidence == Confidence::RuledOut;
    const lockgraph::Wait& wait = recording.trace.waits[found.wait];
    if (!isRuledOut)
      predictions_.push_back(predictionOf(index, finding, wait, wait.held[found.held].lock));
    keep(std::move(finding), isRuledOut);
  }
  for (const auto& found : analysis.doubleLocks) {
    Finding finding = describer.doubleLock(found);
    predictions_.push_back(predictionOf(index, finding, {found.lock}));
    keep(std::move(finding), false);
  }
  for (const auto& cycle : analysis.cycles) {
    Finding finding = describer.cycle(cycle);
    plan(points, finding, cycle);
    const bool isRuledOut = cycle.confidence == Confidence::RuledOut;
    if (!isRuledOut) predictions_.push_back(predictionOf(index, finding, locksOf(cycle)));
    keep(std::move(finding), isRuledOut);
  }
  for (const auto& incident : recording.incidents)
    if (auto finding = incidentFinding(recording, index, names, incident))
      keep(std::move(*finding), false);
  if (hasDeclarations(recording, order_))
    for (Finding& finding : orderFindings(recording, index, names, order_))
      keep(std::move(finding), false);
}

// A hang may be of several processes: their recordings are read for it.
void ReportBuilder::addHangs(std::size_t index, const Recording& recording) {
  for (const recording::Hang& hang : recording.hangs) {
    if (hang.waiters.empty()) continue;
    std::set<std::size_t> others;
    for (const recording::Waiter& waiter : hang.waiters)
      if (const auto process = recordings_.find(waiter.pid, waiter.startedNs))
        if (*process != index) others.insert(*process);
    std::vector<std::shared_ptr<Recording>> read;
    RecordingsOfHang concerned = {{index, &recording}};
    for (const std::size_t other : others)
      if (auto one = recordings_.read(other)) {
        concerned.emplace(other, one.get());
        read.push_back(std::move(one));
      }
    keep(hangFinding(concerned, namesFor_, predictions_, hang), false);
  }
}

void ReportBuilder::addStacks(const Recording& recording) {
  for (const auto& dependency : recording.trace.dependencies) {
    stacks_ += 1;
    if (recording.stacks[static_cast<std::size_t>(dependency.stack)].complete) completeStacks_ += 1;
  }
}

// Thousands of processes with the same fate are one note.
void ReportBuilder::tellUnfinished() {
  constexpr std::size_t kNamed = 5;
  constexpr const char* kText =
      "did not come to its end while recorded: its numbers are lower bounds";
  auto& notes = report_.coverage.notes;
  for (std::size_t i = 0; i < std::min(kNamed, unfinished_.size()); ++i)
    notes.push_back(fmt::format("{} {}", unfinished_[i], kText));
  if (unfinished_.size() > kNamed)
    notes.push_back(
        fmt::format("each of {} more processes {}", unfinished_.size() - kNamed, kText));
}

Report ReportBuilder::finish() {
  tellUnfinished();
  if (options_.tellsUnmatched && report_.summary.edges > 0 && !order_.unmatched().empty())
    report_.coverage.warnings.push_back(
        fmt::format("[order]: no lock that was used with another one is called {}",
                    fmt::join(order_.unmatched(), ", ")));
  report_.statistics = statistics_.finish();
  for (Finding& finding : joiner_.findings(recordings_, namesFor_, report_.findings))
    keep(std::move(finding), false);
  for (const std::string& cut : joiner_.cut()) report_.coverage.warnings.push_back(cut);
  if (options_.strict) {
    std::vector<Finding> raised = std::move(report_.ruledOut);
    report_.ruledOut.clear();
    for (Finding& finding : report_.findings) raise(finding);
    for (Finding& finding : raised) {
      raise(finding);
      keep(std::move(finding), false);
    }
  }
  sortFindings(report_.findings);
  sortFindings(report_.ruledOut);
  report_.coverage.stacksComplete =
      stacks_ == 0 ? 1.0 : static_cast<double>(completeStacks_) / static_cast<double>(stacks_);
  sortUnique(report_.coverage.blind);
  sortUnique(report_.coverage.notes);
  sortUnique(report_.coverage.warnings);
  return std::move(report_);
}

}  // namespace

Report buildReport(Recordings& recordings, const NamesFor& namesFor, const BuildOptions& options) {
  return ReportBuilder(recordings, namesFor, options, nullptr).build();
}

Report buildReport(std::vector<Recording> recordings, const NamesFor& namesFor,
                   const BuildOptions& options) {
  Recordings inMemory(std::move(recordings));
  return buildReport(inMemory, namesFor, options);
}

Report buildReportWithPoints(std::vector<Recording> recordings, const NamesFor& namesFor,
                             const BuildOptions& options, PointsOfFindings& points) {
  Recordings inMemory(std::move(recordings));
  return ReportBuilder(inMemory, namesFor, options, &points).build();
}

}  // namespace gordian::cli
