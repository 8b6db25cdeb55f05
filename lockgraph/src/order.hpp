// Hard order between threads: create and join, nothing else.
//
// The relation is Lamport's happens-before over segments: a child begins after the segment that
// created it, a joiner's segment begins after the joined thread's end. A point knows, of each other
// thread, the last segment that lies before it; that list is found by walking backwards once and
// kept. Cost: O(threads and joins before the point) for a new point, O(log threads) to ask again.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <unordered_map>
#include <vector>

namespace gordian::lockgraph {

struct Point {
  ThreadId thread{};
  Segment segment = 0;
};

class HappensBefore {
 public:
  explicit HappensBefore(const Trace& trace);

  // One of the two ends before the other begins. Points of one thread are always ordered.
  bool isOrdered(Point a, Point b);
  // The end of `earlier` lies before the begin of `later`, which is another thread's.
  bool precedes(Point earlier, Point later);
  // The segment of `ancestor` that created `thread` or one of its forebears; none: no descendant.
  std::optional<Segment> createdBy(ThreadId ancestor, ThreadId thread) const;

 private:
  struct Known {
    std::uint32_t thread;
    Segment last;
  };
  using Past = std::vector<Known>;  // by thread

  const Past& pastOf(Point point);
  Past walkBack(Point point) const;
  std::size_t joinsUpTo(Point point) const;

  const Trace& trace_;
  std::vector<std::vector<const Join*>> joins_;  // by joiner, by segment
  std::unordered_map<std::uint64_t, Past> pasts_;
  std::size_t kept_ = 0;
};

}  // namespace gordian::lockgraph
