#include "build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "copies.hpp"
#include "describe.hpp"
#include "fingerprint.hpp"
#include "python_acquire.hpp"
#include "reasons.hpp"

namespace gordian::cli {
namespace {

using recording::Recording;

template <class T>
void sortUnique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

// Equal fingerprints: some rotation of `from` matches edge by edge.
void addCounts(Finding& into, const Finding& from) {
  const std::size_t size = into.edges.size();
  if (from.edges.size() != size) return;
  const auto matches = [&](std::size_t turn) {
    for (std::size_t i = 0; i < size; ++i)
      if (edgeKey(into, into.edges[i]) != edgeKey(from, from.edges[(i + turn) % size]))
        return false;
    return true;
  };
  std::size_t turn = 0;
  while (turn < size && !matches(turn)) ++turn;
  for (std::size_t i = 0; i < size; ++i) {
    const Edge& other = from.edges[(i + turn) % size];
    const std::size_t before = into.edges[i].counted.size();
    into.edges[i].counted.insert(other.counted.begin(), other.counted.end());
    if (into.edges[i].counted.size() > before) into.edges[i].count += other.count;
  }
}

void absorb(Finding& into, Finding&& from) {
  if (from.verdict > into.verdict) std::swap(into, from);
  addCounts(into, from);
  into.alike += from.alike + 1;
  into.survived &= from.survived;
  into.processes.insert(into.processes.end(), from.processes.begin(), from.processes.end());
  into.tests.insert(into.tests.end(), from.tests.begin(), from.tests.end());
  sortUnique(into.processes);
  sortUnique(into.tests);
}

void add(std::vector<Finding>& list, Finding&& finding) {
  const auto same = std::find_if(list.begin(), list.end(), [&](const Finding& known) {
    const bool isRuledOut = known.verdict == Confidence::RuledOut;
    return known.fingerprint == finding.fingerprint &&
           (!isRuledOut || known.reason == finding.reason);
  });
  if (same == list.end())
    list.push_back(std::move(finding));
  else
    absorb(*same, std::move(finding));
}

void sortFindings(std::vector<Finding>& list) {
  const auto key = [](const Finding& finding) {
    const SourceFrame& at = finding.location();
    return std::tuple(-static_cast<int>(finding.confidence), finding.id, at.file, at.line,
                      finding.fingerprint, finding.reason);
  };
  std::sort(list.begin(), list.end(),
            [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
}

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

}  // namespace

Report buildReport(std::vector<Recording> recordings, const NamesFor& namesFor,
                   const BuildOptions& options) {
  Report report;
  joinCopies(recordings);
  if (!recordings.empty()) report.command = recordings.front().arguments;
  for (std::size_t index = 0; index < recordings.size(); ++index) {
    setPythonAcquisitions(recordings[index]);
    const Recording& recording = recordings[index];
    const lockgraph::Analysis analysis = lockgraph::analyse(recording.trace);
    addSummary(report.summary, recording, analysis.edges);
    addCoverage(report, recording, isReplaced(recordings, index));
    for (const auto& cut : analysis.cut)
      report.coverage.warnings.push_back(fmt::format("{}: {}", processName(recording), cut));
    for (const auto& unlisted : analysis.unlisted)
      report.coverage.notes.push_back(fmt::format("{}: {}", processName(recording), unlisted));
    if (analysis.cycles.empty() && analysis.doubleLocks.empty()) continue;
    const auto names = namesFor(recording);
    Describer describer(recording, index, *names);
    for (const auto& found : analysis.doubleLocks)
      add(report.findings, describer.doubleLock(found));
    for (const auto& cycle : analysis.cycles) {
      const bool isRuledOut = cycle.confidence == Confidence::RuledOut;
      add(isRuledOut ? report.ruledOut : report.findings, describer.cycle(cycle));
    }
    for (auto& note : names->notes()) report.coverage.notes.push_back(std::move(note));
  }
  if (options.strict) {
    std::vector<Finding> raised = std::move(report.ruledOut);
    report.ruledOut.clear();
    for (Finding& finding : report.findings) raise(finding);
    for (Finding& finding : raised) {
      raise(finding);
      add(report.findings, std::move(finding));
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

}  // namespace gordian::cli
