#include "plain_order.hpp"

#include <algorithm>
#include <limits>

#include "judge.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Segment;
using lockgraph::ThreadId;
using lockgraph::Trace;

constexpr Segment kWholeLife = std::numeric_limits<Segment>::max();

std::size_t index(ThreadId thread) {
  return static_cast<std::size_t>(thread);
}

}  // namespace

bool PlainOrder::precedes(PlainPoint earlier, PlainPoint later) const {
  std::map<ThreadId, Segment> reached;  // up to and with that segment
  std::vector<PlainPoint> open{later};
  bool isBefore = false;
  const auto reach = [&](ThreadId thread, Segment segment) {
    const auto [place, isNew] = reached.emplace(thread, segment);
    if (!isNew && place->second >= segment) return;
    place->second = segment;
    open.push_back({thread, segment});
    isBefore |= thread == earlier.thread && earlier.segment <= segment;
  };
  while (!open.empty() && !isBefore) {
    const PlainPoint at = open.back();
    open.pop_back();
    const lockgraph::Thread& thread = trace_.threads[index(at.thread)];
    if (thread.parent) reach(*thread.parent, thread.parentSegment);
    for (const auto& join : trace_.joins)
      if (join.joiner == at.thread && join.segment <= at.segment) reach(join.joined, kWholeLife);
    for (const auto& pass : trace_.passes) {
      // Behind the routine alone: another thread might have run it, so nothing else follows.
      const auto& once = trace_.onces[pass.once];
      if (pass.thread == at.thread && pass.segment <= at.segment)
        isBefore |= once.runner == earlier.thread && once.first <= earlier.segment &&
                    earlier.segment <= once.last;
    }
  }
  return isBefore;
}

bool PlainOrder::isKnown(PlainPoint point) const {
  const auto& cut = trace_.threads[index(point.thread)].cutAt;
  return !cut || point.segment < *cut;
}

std::optional<Segment> PlainOrder::createdBy(ThreadId ancestor, ThreadId thread) const {
  for (std::size_t i = 0; i < trace_.threads.size(); ++i) {
    const lockgraph::Thread& child = trace_.threads[index(thread)];
    if (!child.parent) return std::nullopt;
    if (*child.parent == ancestor) return child.parentSegment;
    thread = *child.parent;
  }
  return std::nullopt;
}

PlainGuards plainGuards(const Trace& trace) {
  PlainGuards guards(trace.threads.size());
  const auto covering = [&](ThreadId thread, const std::vector<lockgraph::Hold>& holds) {
    std::vector<PlainGuard> all = guards[index(thread)];
    for (const auto& hold : holds) all.push_back({thread, hold.lock, hold.serial});
    return all;
  };
  const auto has = [](const std::vector<PlainGuard>& list, const PlainGuard& guard) {
    return std::find(list.begin(), list.end(), guard) != list.end();
  };
  for (bool hasGrown = true; hasGrown;) {
    hasGrown = false;
    for (const auto& join : trace.joins) {
      const lockgraph::Thread& child = trace.threads[index(join.joined)];
      if (!child.parent) continue;
      const auto atEnd = covering(join.joiner, join.holds);
      for (const PlainGuard& guard : covering(*child.parent, child.parentHolds)) {
        auto& known = guards[index(join.joined)];
        if (!has(atEnd, guard) || has(known, guard)) continue;
        known.push_back(guard);
        hasGrown = true;
      }
    }
  }
  return guards;
}

PlainGuards plainJoinHolds(const Trace& trace, const PlainGuards& guards) {
  PlainGuards all(trace.threads.size());
  for (const auto& join : trace.joins) {
    auto& ofOne = all[index(join.joined)];
    for (const auto& hold : join.holds) ofOne.push_back({join.joiner, hold.lock, hold.serial});
    const auto& inherited = guards[index(join.joiner)];
    ofOne.insert(ofOne.end(), inherited.begin(), inherited.end());
  }
  return all;
}

bool isKeptApart(const Trace& trace, const PlainGuards& guards, ThreadId guarded, ThreadId other,
                 const std::vector<lockgraph::HeldLock>& held) {
  const auto& others = guards[index(other)];
  for (const PlainGuard& guard : guards[index(guarded)]) {
    const bool isInside = std::find(others.begin(), others.end(), guard) != others.end();
    if (guard.holder == other || isInside) continue;
    // How the creator holds a reader-writer lock is not known.
    const bool maybeShared = isReadWrite(trace.locks[static_cast<std::size_t>(guard.lock)].kind);
    const auto isSameLock = [&](const auto& one) { return one.lock == guard.lock; };
    const auto own = std::find_if(held.rbegin(), held.rend(), isSameLock);
    if (own != held.rend() && (!maybeShared || own->mode == lockgraph::Mode::Exclusive))
      return true;
    if (!maybeShared && std::any_of(others.begin(), others.end(), isSameLock)) return true;
  }
  return false;
}

}  // namespace gordian::cli
