#include "build.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "copies.hpp"
#include "describe.hpp"
#include "finding_list.hpp"
#include "fingerprint.hpp"
#include "futex_uses.hpp"
#include "hangs.hpp"
#include "incidents.hpp"
#include "plan_points.hpp"
#include "python_acquire.hpp"
#include "reasons.hpp"
#include "statistics.hpp"

namespace gordian::cli {
namespace {

using recording::Recording;

template <class T>
void sortUnique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

constexpr std::size_t kMostPlanned = 50;  // findings of a recording, the most certain ones

// Whether the process went on as another program: exec() ends a recording and starts a new one.
bool isReplaced(const std::vector<Recording>& recordings, std::size_t index) {
  return std::any_of(recordings.begin() + static_cast<std::ptrdiff_t>(index) + 1, recordings.end(),
                     [&](const Recording& later) { return later.pid == recordings[index].pid; });
}

std::string processName(const Recording& recording) {
  return fmt::format("process {} ({})", recording.pid, baseName(recording.executable));
}

void addCoverage(Report& report, const Recording& recording, bool isReplaced) {
  auto& warnings = report.coverage.warnings;
  for (const auto& damage : recording.damage)
    warnings.push_back(fmt::format("{}: {}: {}", processName(recording),
                                   baseName(recording.file.native()), damage));
  for (const auto& limit : recording.limits)
    warnings.push_back(fmt::format("{}: {}", processName(recording), limit));
  if (!recording.ended && !isReplaced)
    report.coverage.notes.push_back(
        processName(recording) +
        " did not come to its end while recorded: its numbers are lower bounds");
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

// Of the stacks that stand for an acquisition.
double completeShare(const std::vector<Recording>& recordings) {
  std::uint64_t complete = 0;
  std::uint64_t all = 0;
  for (const Recording& recording : recordings)
    for (const auto& dependency : recording.trace.dependencies) {
      all += 1;
      complete += recording.stacks[static_cast<std::size_t>(dependency.stack)].complete ? 1 : 0;
    }
  return all == 0 ? 1.0 : static_cast<double>(complete) / static_cast<double>(all);
}

Report build(std::vector<Recording> recordings, const NamesFor& namesFor,
             const BuildOptions& options, PointsOfFindings* plans) {
  Report report;
  joinCopies(recordings);
  std::vector<Prediction> predictions;
  DeclaredOrder order = options.order;
  if (!recordings.empty()) report.command = recordings.front().arguments;
  for (std::size_t index = 0; index < recordings.size(); ++index) {
    setPythonAcquisitions(recordings[index]);
    if (hasFutexWaits(recordings[index]))
      setFutexUses(recordings[index], *namesFor(recordings[index]));
    const Recording& recording = recordings[index];
    const lockgraph::Analysis analysis = lockgraph::analyse(recording.trace);
    if (!isOnlyHangs(recording)) {
      addSummary(report.summary, recording, analysis.edges);
      addCoverage(report, recording, isReplaced(recordings, index));
    }
    for (const auto& cut : analysis.cut)
      report.coverage.warnings.push_back(fmt::format("{}: {}", processName(recording), cut));
    for (const auto& unlisted : analysis.unlisted)
      report.coverage.notes.push_back(fmt::format("{}: {}", processName(recording), unlisted));
    if (analysis.cycles.empty() && analysis.doubleLocks.empty() && analysis.heldWaits.empty() &&
        recording.incidents.empty() && !hasDeclarations(recording, order))
      continue;
    const auto names = namesFor(recording);
    Describer describer(recording, index, *names);
    PlanPoints points(recording);
    std::size_t planned = 0;
    const auto plan = [&](const Finding& finding, const auto& found) {
      if (plans != nullptr && ++planned <= kMostPlanned)
        addPoints((*plans)[finding.fingerprint], points.of(found));
    };
    for (const auto& found : analysis.heldWaits) {
      Finding finding = describer.heldWait(found);
      plan(finding, found);
      const bool isRuledOut = found.confidence == Confidence::RuledOut;
      const lockgraph::Wait& wait = recording.trace.waits[found.wait];
      if (!isRuledOut)
        predictions.push_back(predictionOf(index, finding, wait, wait.held[found.held].lock));
      addFinding(isRuledOut ? report.ruledOut : report.findings, std::move(finding));
    }
    for (const auto& found : analysis.doubleLocks) {
      Finding finding = describer.doubleLock(found);
      predictions.push_back(predictionOf(index, finding, {found.lock}));
      addFinding(report.findings, std::move(finding));
    }
    for (const auto& cycle : analysis.cycles) {
      Finding finding = describer.cycle(cycle);
      plan(finding, cycle);
      const bool isRuledOut = cycle.confidence == Confidence::RuledOut;
      if (!isRuledOut) predictions.push_back(predictionOf(index, finding, locksOf(cycle)));
      addFinding(isRuledOut ? report.ruledOut : report.findings, std::move(finding));
    }
    for (const auto& incident : recording.incidents)
      if (auto finding = incidentFinding(recording, index, *names, incident))
        addFinding(report.findings, std::move(*finding));
    if (hasDeclarations(recording, order))
      for (Finding& finding : orderFindings(recording, index, *names, order))
        addFinding(report.findings, std::move(finding));
    for (auto& note : names->notes()) report.coverage.notes.push_back(std::move(note));
  }
  for (Finding& finding : hangFindings(recordings, namesFor, predictions))
    addFinding(report.findings, std::move(finding));
  if (options.tellsUnmatched && report.summary.edges > 0 && !order.unmatched().empty())
    report.coverage.warnings.push_back(
        fmt::format("[order]: no lock that was used with another one is called {}",
                    fmt::join(order.unmatched(), ", ")));
  report.statistics = statisticsOf(recordings, namesFor);
  if (options.strict) {
    std::vector<Finding> raised = std::move(report.ruledOut);
    report.ruledOut.clear();
    for (Finding& finding : report.findings) raise(finding);
    for (Finding& finding : raised) {
      raise(finding);
      addFinding(report.findings, std::move(finding));
    }
  }
  sortFindings(report.findings);
  sortFindings(report.ruledOut);
  report.coverage.stacksComplete = completeShare(recordings);
  sortUnique(report.coverage.blind);
  sortUnique(report.coverage.notes);
  sortUnique(report.coverage.warnings);
  return report;
}

}  // namespace

Report buildReport(std::vector<Recording> recordings, const NamesFor& namesFor,
                   const BuildOptions& options) {
  return build(std::move(recordings), namesFor, options, nullptr);
}

Report buildReportWithPoints(std::vector<Recording> recordings, const NamesFor& namesFor,
                             const BuildOptions& options, PointsOfFindings& points) {
  return build(std::move(recordings), namesFor, options, &points);
}

}  // namespace gordian::cli
