#include "order.hpp"

#include <algorithm>
#include <limits>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr Segment kWholeLife = std::numeric_limits<Segment>::max();
constexpr std::size_t kKeptEntries = 4'000'000;
constexpr std::size_t kSteps = 200'000'000;

// How many of `events`, which are sorted, lie at or before `segment`.
template <typename Event>
std::size_t upTo(const std::vector<const Event*>& events, Segment segment) {
  const auto end = std::partition_point(
      events.begin(), events.end(), [&](const Event* event) { return event->segment <= segment; });
  return static_cast<std::size_t>(end - events.begin());
}

template <typename Event>
void sortBySegment(std::vector<const Event*>& events) {
  std::stable_sort(events.begin(), events.end(),
                   [](const Event* a, const Event* b) { return a->segment < b->segment; });
}

}  // namespace

// Everything before one point.
class HappensBefore::Walk {
 public:
  Walk(const HappensBefore& order, Budget& steps) : order_(order), steps_(steps) {}

  void from(Point point) {
    open_.push_back(point);
    while (!open_.empty()) {
      const Point next = open_.back();
      open_.pop_back();
      if (!visit(next)) return;
    }
  }

  Past take() {
    for (const auto& [thread, seen] : seen_) {
      if (seen.isReached) past_.push_back({thread, 0, seen.last});
    }
    std::sort(past_.begin(), past_.end(), [](const Known& a, const Known& b) {
      return a.thread != b.thread ? a.thread < b.thread : a.first < b.first;
    });
    Past merged;  // disjoint, so that one look decides
    for (const Known& known : past_) {
      const bool touches = !merged.empty() && merged.back().thread == known.thread &&
                           known.first <= std::uint64_t{merged.back().last} + 1;
      if (touches)
        merged.back().last = std::max(merged.back().last, known.last);
      else
        merged.push_back(known);
    }
    return merged;
  }

  // Certain rounds of the barrier that lie before it.
  std::uint32_t roundsOf(std::uint32_t barrier) const {
    const auto place = rounds_.find(barrier);
    return place == rounds_.end() ? 0 : place->second;
  }

 private:
  struct Seen {
    bool isReached = false;
    Segment last = 0;
    std::size_t joins = 0;  // looked at
    std::size_t passes = 0;
  };

  void reach(ThreadId thread, Segment segment) {
    Seen& seen = seen_[static_cast<std::uint32_t>(thread)];
    if (seen.isReached && seen.last >= segment) return;
    seen.isReached = true;
    seen.last = segment;
    open_.push_back({thread, segment});
  }

  // False: no steps are left.
  bool visit(Point point) {
    const Life& life = order_.lives_[index(point.thread)];
    Seen& seen = seen_[static_cast<std::uint32_t>(point.thread)];
    const std::size_t joins = upTo(life.joins, point.segment);
    const std::size_t passes = upTo(life.passes, point.segment);
    const std::size_t fromJoin = std::min(seen.joins, joins);
    const std::size_t fromPass = std::min(seen.passes, passes);
    seen.joins = std::max(seen.joins, joins);
    seen.passes = std::max(seen.passes, passes);
    if (!steps_.take(1 + joins - fromJoin + passes - fromPass)) return false;
    const Thread& thread = order_.trace_.threads[index(point.thread)];
    if (thread.parent) reach(*thread.parent, thread.parentSegment);
    for (std::size_t i = fromJoin; i < joins; ++i) reach(life.joins[i]->joined, kWholeLife);
    for (std::size_t i = fromPass; i < passes; ++i) {
      const Once& once = order_.trace_.onces[life.passes[i]->once];
      past_.push_back({static_cast<std::uint32_t>(once.runner), once.first, once.last});
    }
    return passBarriers(point);
  }

  bool passBarriers(Point point) {
    const BarrierRounds& barriers = order_.rounds_;
    for (const std::uint32_t number : barriers.visitsOf(point.thread)) {
      const BarrierRounds::Visit& visit = barriers.visit(number);
      const std::uint32_t left = barriers.leftBefore(visit, point.segment);
      if (!steps_.take()) return false;
      std::uint32_t& known = rounds_[visit.barrier];
      if (left <= known) continue;
      known = left;
      arrivals_.clear();
      barriers.appendArrivals(visit.barrier, left - 1, arrivals_);
      if (!steps_.take(arrivals_.size())) return false;
      for (const Point& arrival : arrivals_) reach(arrival.thread, arrival.segment);
    }
    return true;
  }

  const HappensBefore& order_;
  Budget& steps_;
  std::unordered_map<std::uint32_t, Seen> seen_;             // by thread
  std::unordered_map<std::uint32_t, std::uint32_t> rounds_;  // by barrier
  std::vector<Point> open_;
  std::vector<Point> arrivals_;
  Past past_;
};

HappensBefore::HappensBefore(const Trace& trace)
    : trace_(trace), rounds_(trace), lives_(trace.threads.size()), steps_(kSteps) {
  for (const Join& join : trace.joins) lives_[index(join.joiner)].joins.push_back(&join);
  for (const Pass& pass : trace.passes) lives_[index(pass.thread)].passes.push_back(&pass);
  for (Life& life : lives_) {
    sortBySegment(life.joins);
    sortBySegment(life.passes);
  }
  findCertainRounds();
}

// Takes all rounds for certain first and gives up those before which a newcomer could have come.
// What is left is certain: in any schedule, the first thread to come too early would have been kept
// from it by rounds that were as they are here.
void HappensBefore::findCertainRounds() {
  for (bool hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const BarrierRounds::Newcomer& newcomer : rounds_.newcomers()) {
      const std::uint32_t needed = std::min(newcomer.round, rounds_.certain(newcomer.barrier));
      if (needed == 0) continue;
      Walk walk(*this, steps_);
      walk.from(newcomer.arrival);
      const std::uint32_t known = steps_.isSpent() ? 0 : walk.roundsOf(newcomer.barrier);
      if (known >= needed) continue;
      rounds_.trustOnly(newcomer.barrier, known);
      hasChanged = true;
    }
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
  const auto behind = std::partition_point(past.begin(), past.end(), [&](const Known& k) {
    return k.thread < thread || (k.thread == thread && k.first <= earlier.segment);
  });
  if (behind == past.begin()) return false;
  const Known& known = *(behind - 1);
  return known.thread == thread && earlier.segment <= known.last;
}

std::optional<Segment> HappensBefore::lastBefore(ThreadId thread, Point later) {
  const Past& past = pastOf(later);
  const auto key = static_cast<std::uint32_t>(thread);
  const auto place = std::partition_point(past.begin(), past.end(),
                                          [&](const Known& k) { return k.thread < key; });
  if (place == past.end() || place->thread != key || place->first != 0) return std::nullopt;
  return place->last;
}

bool HappensBefore::isKnown(Point point) const {
  const std::optional<Segment>& cut = trace_.threads[index(point.thread)].cutAt;
  return !steps_.isSpent() && (!cut || point.segment < *cut);
}

// Between two such events a thread learns nothing new, so its past is the same.
std::uint64_t HappensBefore::knowledgeAt(Point point) const {
  const Life& life = lives_[index(point.thread)];
  std::uint64_t events = upTo(life.joins, point.segment) + upTo(life.passes, point.segment);
  for (const std::uint32_t number : rounds_.visitsOf(point.thread))
    events += rounds_.leftBefore(rounds_.visit(number), point.segment);
  return events;
}

const HappensBefore::Past& HappensBefore::pastOf(Point point) {
  static const Past kNothing;
  if (!steps_.take(1 + rounds_.visitsOf(point.thread).size())) return kNothing;
  const std::pair key(point.thread, knowledgeAt(point));
  if (const auto known = pasts_.find(key); known != pasts_.end()) return known->second;
  Walk walk(*this, steps_);
  walk.from(point);
  if (steps_.isSpent()) return kNothing;
  Past past = walk.take();
  if (kept_ + past.size() > kKeptEntries) {
    pasts_.clear();
    kept_ = 0;
  }
  kept_ += past.size();
  return pasts_.emplace(key, std::move(past)).first->second;
}

}  // namespace gordian::lockgraph
