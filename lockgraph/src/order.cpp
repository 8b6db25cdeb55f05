#include "order.hpp"

#include <algorithm>
#include <limits>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr Segment kWholeLife = std::numeric_limits<Segment>::max();
constexpr std::size_t kKeptEntries = 4'000'000;

}  // namespace

HappensBefore::HappensBefore(const Trace& trace) : trace_(trace), joins_(trace.threads.size()) {
  for (const Join& join : trace.joins) joins_[index(join.joiner)].push_back(&join);
  for (auto& list : joins_) {
    std::stable_sort(list.begin(), list.end(),
                     [](const Join* a, const Join* b) { return a->segment < b->segment; });
  }
}

bool HappensBefore::isOrdered(Point a, Point b) {
  return a.thread == b.thread || precedes(a, b) || precedes(b, a);
}

std::optional<Segment> HappensBefore::createdBy(ThreadId ancestor, ThreadId thread) const {
  // Bounded by the number of threads, should the parents run in a circle.
  for (std::size_t i = 0; i < trace_.threads.size(); ++i) {
    const Thread& t = trace_.threads[index(thread)];
    if (!t.parent) return std::nullopt;
    if (*t.parent == ancestor) return t.parentSegment;
    thread = *t.parent;
  }
  return std::nullopt;
}

bool HappensBefore::precedes(Point earlier, Point later) {
  const Past& past = pastOf(later);
  const auto thread = static_cast<std::uint32_t>(earlier.thread);
  const auto place = std::lower_bound(past.begin(), past.end(), thread,
                                      [](const Known& k, std::uint32_t t) { return k.thread < t; });
  return place != past.end() && place->thread == thread && earlier.segment <= place->last;
}

std::size_t HappensBefore::joinsUpTo(Point point) const {
  const auto& list = joins_[index(point.thread)];
  const auto end =
      std::upper_bound(list.begin(), list.end(), point.segment,
                       [](Segment segment, const Join* join) { return segment < join->segment; });
  return static_cast<std::size_t>(end - list.begin());
}

const HappensBefore::Past& HappensBefore::pastOf(Point point) {
  // Between two joins a thread learns nothing new, so the past is kept per number of joins.
  const std::uint64_t key = std::uint64_t{index(point.thread)} << 32 | joinsUpTo(point);
  if (const auto known = pasts_.find(key); known != pasts_.end()) return known->second;
  Past past = walkBack(point);
  if (kept_ + past.size() > kKeptEntries) {
    pasts_.clear();
    kept_ = 0;
  }
  kept_ += past.size();
  return pasts_.emplace(key, std::move(past)).first->second;
}

HappensBefore::Past HappensBefore::walkBack(Point point) const {
  std::unordered_map<std::uint32_t, Segment> last;
  std::vector<Point> open{point};
  std::unordered_map<std::uint32_t, std::size_t> joinsDone;
  const auto reach = [&](ThreadId thread, Segment segment) {
    const auto key = static_cast<std::uint32_t>(thread);
    const auto [place, isNew] = last.emplace(key, segment);
    if (!isNew && place->second >= segment) return;
    place->second = segment;
    open.push_back({thread, segment});
  };
  while (!open.empty()) {
    const Point from = open.back();
    open.pop_back();
    std::size_t& done = joinsDone[static_cast<std::uint32_t>(from.thread)];
    const Thread& thread = trace_.threads[index(from.thread)];
    if (thread.parent) reach(*thread.parent, thread.parentSegment);
    for (const std::size_t end = joinsUpTo(from); done < end; ++done) {
      reach(joins_[index(from.thread)][done]->joined, kWholeLife);
    }
  }
  Past past;
  past.reserve(last.size());
  for (const auto& [thread, segment] : last) past.push_back({thread, segment});
  std::sort(past.begin(), past.end(),
            [](const Known& a, const Known& b) { return a.thread < b.thread; });
  return past;
}

}  // namespace gordian::lockgraph
