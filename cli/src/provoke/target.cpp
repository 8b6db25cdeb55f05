#include "target.hpp"

#include <fmt/format.h>
#include <gordian/recording/format.h>

#include <algorithm>
#include <map>

#include "../report/finding_list.hpp"

namespace gordian::cli {
namespace {

using recording::Recording;
using recording::Waiter;

constexpr lockgraph::Sequence kAtTheEnd = UINT64_MAX - 1;  // when a thread hangs

bool isForetold(const Target& target, const Finding& hang) {
  const auto& told = hang.hang->prediction;
  return std::any_of(told.begin(), told.end(), [&](const Foretold& one) {
    return one.fingerprint == target.plan.fingerprint;
  });
}

// The same locks in the circle, by class: another of several sites may have closed it.
bool hasItsLocks(const Target& target, const Finding& hang) {
  std::vector<std::string> classes;
  bool waitsForOther = false;
  for (const Waiting& waiting : hang.hang->waiting) {
    if (waiting.role != Waiting::Role::InCycle) continue;
    if (waiting.lock)
      classes.push_back(hang.locks[*waiting.lock].className);
    else
      waitsForOther = true;
  }
  std::sort(classes.begin(), classes.end());
  return !classes.empty() && classes == target.classes &&
         waitsForOther == (target.plan.rule != "GD101");
}

// Where a thread of the hang waits, as plans have places; nothing where that is not recorded.
std::optional<PlanPoint> placeOf(const std::vector<Recording>& recordings, const Waiter& waiter) {
  // Not the recording of the hang itself, which has nothing else.
  const auto own = std::find_if(recordings.begin(), recordings.end(), [&](const Recording& one) {
    return one.pid == waiter.pid && one.startedNs == waiter.startedNs && !one.modules.empty();
  });
  if (own == recordings.end()) return std::nullopt;
  PlanPoint place;
  if (const auto stack = own->stackOf(waiter.stack)) {
    const auto& lines = own->stacks[static_cast<std::size_t>(*stack)].python;
    if (!lines.empty())
      place.python.push_back({lines.front().line, lines.front().function, lines.front().file});
  }
  if (!waiter.frames.empty()) {
    const std::uint64_t pc = waiter.frames.front();
    if (const auto* module = own->moduleAt(pc, kAtTheEnd))
      place.frames.push_back({module->buildId, module->path, pc - module->bias});
  }
  return place;
}

bool isSamePlace(const PlanPoint& point, const PlanPoint& place) {
  if (!point.python.empty())
    return !place.python.empty() && point.python.front() == place.python.front();
  return !point.frames.empty() && !place.frames.empty() &&
         point.frames.front() == place.frames.front();
}

// Every thread of the circle waits at one of the plan's places. Which lock is of which class can
// differ: that is told by where each lock was taken first, and with pauses another thread may be
// the first.
bool isAtItsPlaces(const Target& target, const std::vector<Recording>& recordings,
                   const Finding& hang) {
  const auto isTold = [&](const Waiter& waiter) {
    return std::any_of(hang.hang->waiting.begin(), hang.hang->waiting.end(),
                       [&](const Waiting& one) { return one.tid == waiter.tid; });
  };
  const auto isAtPoint = [&](const Waiter& waiter) {
    const auto place = placeOf(recordings, waiter);
    return place && std::any_of(target.plan.points.begin(), target.plan.points.end(),
                                [&](const PlanPoint& one) { return isSamePlace(one, *place); });
  };
  for (const Recording& recording : recordings)
    for (const recording::Hang& told : recording.hangs) {
      std::size_t waiters = 0;
      const bool isThere =
          std::all_of(told.waiters.begin(), told.waiters.end(), [&](const Waiter& waiter) {
            if (waiter.role != recording::kWaiterInCycle) return true;
            ++waiters;
            return isTold(waiter) && isAtPoint(waiter);
          });
      const bool isWhole =
          target.classes.empty() || target.plan.rule != "GD101" || waiters == target.classes.size();
      if (isThere && isWhole && waiters > 1) return true;
    }
  return false;
}

}  // namespace

std::optional<Target> targetOf(const Finding& finding, const PointsOfFindings& points,
                               std::string& why) {
  if (finding.hang) {
    why = "it happened";
    return std::nullopt;
  }
  if (finding.id == "GD102" || finding.id == "GD103") {
    why = "one thread alone does that: no pause makes it more likely";
    return std::nullopt;
  }
  if (finding.id != "GD101" && finding.id != "GD104" && finding.id != "GD105") {
    why = "not a deadlock to come";
    return std::nullopt;
  }
  const auto known = points.find(finding.fingerprint);
  const bool hasPlace =
      known != points.end() && std::any_of(known->second.begin(), known->second.end(),
                                           [](const PlanPoint& point) { return !point.isWait; });
  if (finding.origin != Origin::Observed || !hasPlace) {
    why = "no recording has its places";
    return std::nullopt;
  }
  Target target;
  target.message = finding.message;
  target.confidence = finding.confidence;
  for (const Lock& lock : finding.locks) target.classes.push_back(lock.className);
  std::sort(target.classes.begin(), target.classes.end());
  target.plan.rule = finding.id;
  target.plan.fingerprint = finding.fingerprint;
  target.plan.points = known->second;
  return target;
}

const Finding* cameTrue(const Target& target, const Report& report,
                        const std::vector<Recording>& recordings) {
  for (const Finding& finding : report.findings)
    if (finding.hang && (isForetold(target, finding) || hasItsLocks(target, finding) ||
                         isAtItsPlaces(target, recordings, finding)))
      return &finding;
  return nullptr;
}

void raiseProven(Report& report, const std::vector<Target>& targets) {
  std::map<std::string, std::string> by;
  for (Finding& finding : report.findings) {
    if (!finding.hang) continue;
    auto& told = finding.hang->prediction;
    for (const Target& target : targets)
      if (target.hang == finding.fingerprint && !isForetold(target, finding))
        told.push_back({target.plan.rule, target.plan.fingerprint});
    // The same deadlock, by the names that its locks have in the run in which it happened.
    for (const Foretold& one : told)
      by[one.fingerprint] = fmt::format("{} {}", finding.id, finding.fingerprint);
  }
  for (const Target& target : targets)
    if (!target.provenBy.empty()) by[target.plan.fingerprint] = target.provenBy;
  for (Finding& finding : report.findings) {
    const auto known = by.find(finding.fingerprint);
    if (known == by.end() || finding.hang) continue;
    finding.confidence = finding.verdict = Confidence::Proven;
    finding.reason = fmt::format("gordian provoke made it happen ({})", known->second);
  }
  sortFindings(report.findings);
}

}  // namespace gordian::cli
