#include "soft_order.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kSteps = 20'000'000;

bool isAllKnown(const Dependency& d) {
  return d.count <= d.occurrences.size() && d.stretches.empty();
}

}  // namespace

SoftOrder::SoftOrder(const Trace& trace, HappensBefore& order)
    : trace_(trace), order_(order), steps_(kSteps) {}

bool SoftOrder::canBe(const Trace& trace) {
  const auto isTaken = [](const Notice& notice) { return notice.isTaken; };
  const auto isLast = [](const Notice& notice) { return notice.isLastOfAll; };
  const auto isAfterWait = [](const Dependency& d) { return d.afterWait; };
  if (std::any_of(trace.notices.begin(), trace.notices.end(), isTaken)) return true;
  return std::none_of(trace.notices.begin(), trace.notices.end(), isLast) &&
         std::any_of(trace.dependencies.begin(), trace.dependencies.end(), isAfterWait);
}

bool SoftOrder::isBefore(DependencyId earlier, DependencyId later) {
  if (isEmpty() || !isAllKnown(at(trace_, earlier))) return false;
  const auto [place, isNew] = known_.try_emplace({earlier, later}, false);
  if (!isNew) return place->second;
  const Dependency& one = at(trace_, earlier);
  const Dependency& other = at(trace_, later);
  const Occurrence& last = one.occurrences.back();
  const Occurrence& first = other.occurrences.front();
  place->second = leads({{one.thread, last.segment}, last.sequence, 0},
                        {{other.thread, first.segment}, first.sequence});
  return place->second;
}

bool SoftOrder::isBefore(DependencyId earlier, const Wait& later) {
  const Dependency& one = at(trace_, earlier);
  if (isEmpty() || !isAllKnown(one)) return false;
  const Occurrence& last = one.occurrences.back();
  return leads({{one.thread, last.segment}, last.sequence, 0},
               {{later.thread, later.segment}, later.sequence});
}

bool SoftOrder::isBefore(const Use& earlier, const Wait& later) {
  if (isEmpty() || earlier.count != 1 || earlier.first == 0) return false;
  return leads({{earlier.thread, earlier.segment}, 0, earlier.first},
               {{later.thread, later.segment}, later.sequence});
}

const Notice* SoftOrder::lastOf(ThreadId waker, const Wait& wait) const {
  const Notice* last = nullptr;
  for (const Notice& notice : trace_.notices) {
    if (notice.isLastOfAll) return nullptr;
    if (notice.isTaken || notice.thread != waker || notice.kind != wait.kind ||
        notice.object != wait.object)
      continue;
    if (notice.isLast) return nullptr;
    last = &notice;
  }
  return last;
}

bool SoftOrder::areSignalsBefore(ThreadId waker, const Wait& wait) {
  const Notice* last = lastOf(waker, wait);
  return last != nullptr && leads({{waker, last->segment}, last->sequence, 0},
                                  {{wait.thread, wait.segment}, wait.sequence});
}

// By the thread's clock nothing was acquired between the two.
bool SoftOrder::isStretchBefore(const Signal& signal, std::uint32_t serial, Segment began,
                                const Wait& wait) {
  const Notice* last = lastOf(signal.thread, wait);
  const Point start{signal.thread, began};
  const Point waits{wait.thread, wait.segment};
  return last != nullptr && last->order == signal.order &&
         (order_.precedes(start, waits) || leads({start, 0, serial}, {waits, wait.sequence}));
}

bool SoftOrder::isAnnounced(DependencyId earlier, const Wait& later) const {
  const Dependency& one = at(trace_, earlier);
  if (isEmpty() || !isAllKnown(one)) return false;
  return isAnnounced({{one.thread, 0}, one.occurrences.back().sequence, 0}, later);
}

bool SoftOrder::isAnnounced(const Use& earlier, const Wait& later) const {
  return earlier.count == 1 && earlier.first != 0 &&
         isAnnounced({{earlier.thread, 0}, 0, earlier.first}, later);
}

// Who waits at the condition itself was not told by it.
bool SoftOrder::isAnnounced(const Start& from, const Wait& to) const {
  return std::any_of(trace_.notices.begin(), trace_.notices.end(), [&](const Notice& notice) {
    return notice.kind == Meeting::Condition && !notice.isTaken &&
           (to.kind != notice.kind || to.object != notice.object) &&
           notice.thread == from.point.thread && notice.sequence >= from.sequence &&
           notice.order >= from.clock && notice.sequence < to.sequence;
  });
}

bool SoftOrder::isUnwoken(DependencyId dependency) const {
  const Dependency& d = at(trace_, dependency);
  if (!d.afterWait) return false;
  const auto tells = [&](const Notice& notice) {
    if (notice.isLastOfAll) return true;
    if (notice.kind != Meeting::Condition || !notice.isTaken || notice.thread != d.thread)
      return false;
    return notice.isLast || notice.sequence > d.occurrences.front().sequence;
  };
  return std::none_of(trace_.notices.begin(), trace_.notices.end(), tells);
}

// Of each thread the earliest moment that lies behind is enough.
bool SoftOrder::leads(const Start& from, const Moment& to) {
  std::vector<Point> reached;
  std::set<std::pair<Meeting, std::uint32_t>> given;
  const auto isReached = [&](Point at) {
    return std::any_of(reached.begin(), reached.end(), [&](Point one) {
      return one.thread == at.thread || order_.precedes(one, at);
    });
  };
  const auto isBehindStart = [&](const Notice& notice) {
    if (notice.thread != from.point.thread)
      return order_.precedes(from.point, {notice.thread, notice.segment});
    return notice.sequence >= from.sequence && notice.order >= from.clock;
  };
  for (const Notice& notice : trace_.notices) {
    if (notice.sequence >= to.sequence) return false;
    if (!steps_.take(1 + reached.size())) return false;
    const Point at{notice.thread, notice.segment};
    const std::pair<Meeting, std::uint32_t> object{notice.kind, notice.object};
    if (!notice.isTaken) {
      if (!given.contains(object) && (isBehindStart(notice) || isReached(at))) given.insert(object);
      continue;
    }
    if (notice.gaveUp || !given.contains(object)) continue;
    if (at.thread == to.point.thread || order_.precedes(at, to.point)) return true;
    const auto isSame = [&](Point one) { return one.thread == at.thread; };
    if (std::none_of(reached.begin(), reached.end(), isSame)) reached.push_back(at);
  }
  return false;
}

}  // namespace gordian::lockgraph
