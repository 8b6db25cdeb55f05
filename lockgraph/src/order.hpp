// Hard order between threads: what holds in every schedule.
//
// The relation is Lamport's happens-before over segments. A child begins after the segment that
// created it; a joiner's segment begins after the joined thread's end; the segment behind a barrier
// begins after all arrivals of that round (barrier_rounds.hpp); and what a thread does once it has
// come past a once flag lies behind the routine - behind the routine alone, for in another schedule
// another thread runs it.
//
// A point knows, of each other thread, the segments that lie before it; that list is found by
// walking backwards once and kept. Of a barrier only the last round that was left matters, since it
// lies behind the earlier ones. Cost of a new point: O(threads, joins, barriers and flags before
// it); O(log threads) to ask again. Bounded over all points; past the bound nothing new is found to
// be ordered, and isKnown() is false.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <map>
#include <unordered_map>
#include <vector>

#include "barrier_rounds.hpp"
#include "budget.hpp"

namespace gordian::lockgraph {

class HappensBefore {
 public:
  explicit HappensBefore(const Trace& trace);

  // One of the two ends before the other begins. Points of one thread are always ordered.
  bool isOrdered(Point a, Point b);
  // The end of `earlier` lies before the begin of `later`, which is another thread's.
  bool precedes(Point earlier, Point later);
  // The last segment of `thread` of which all is before `later` and so are all before it; none.
  std::optional<Segment> lastBefore(ThreadId thread, Point later);
  // All order events of the thread up to there were recorded, and can be looked at.
  bool isKnown(Point point) const;
  // Nor is there anything between the two that was not recorded.
  bool isKnown(Point a, Point b) const { return !rounds_.areUnclear(a, b); }
  bool mayBeUnknown(ThreadId thread) const {
    return isCut() || rounds_.mayBeUnclear(thread) ||
           trace_.threads[static_cast<std::size_t>(thread)].cutAt.has_value();
  }
  bool isCut() const { return steps_.isSpent(); }
  // The segment of `ancestor` that created `thread` or one of its forebears; none: no descendant.
  std::optional<Segment> createdBy(ThreadId ancestor, ThreadId thread) const;

  const BarrierRounds& rounds() const { return rounds_; }

 private:
  // Segments of a thread. From 0 on, except for the routine of a once flag.
  struct Known {
    std::uint32_t thread;
    Segment first;
    Segment last;
  };
  using Past = std::vector<Known>;  // by thread and segment, disjoint

  struct Life {  // what orders a thread, each by segment
    std::vector<const Join*> joins;
    std::vector<const Pass*> passes;
  };
  class Walk;

  const Past& pastOf(Point point);
  std::uint64_t knowledgeAt(Point point) const;
  void findCertainRounds();

  const Trace& trace_;
  BarrierRounds rounds_;
  std::vector<Life> lives_;
  std::map<std::pair<ThreadId, std::uint64_t>, Past> pasts_;
  std::size_t kept_ = 0;
  Budget steps_;
};

}  // namespace gordian::lockgraph
