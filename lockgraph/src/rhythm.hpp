// Two threads in loops that meet at barriers: which segments of one can be at the same time as
// which of the other repeats from round to round.
//
// What a thread does between two rounds is a phase; two threads that come to the same rounds are in
// phases of the same number at the same time, and in others never. As long as both have segments of
// equal distance between those rounds, all about the two repeats after some segments, so that one
// period tells all of it, however long it lasts.
#pragma once

#include "barrier_rounds.hpp"

#include <cstdint>
#include <optional>

namespace gordian::lockgraph {

struct Occasion;

// Segments of a thread.
struct Span {
  Segment first = 0;
  Segment last = 0;
};

// A long part of `a` in which the two meet in one rhythm; none.
class Rhythm {
 public:
  static std::optional<Rhythm> find(const BarrierRounds& rounds, const Occasion& a,
                                    const Occasion& b);

  Span span() const { return span_; }
  // In that part, no segment that `a` allows is at the same time as one that `b` allows.
  bool keepsApart(const Occasion& a, const Occasion& b) const;

 private:
  // Of one barrier: phase i is so many segments of each thread, from low + i * stride on.
  struct Phases {
    Span span;  // of the first thread
    std::uint64_t low[2] = {};
    std::uint64_t stride[2] = {};
  };

  static std::optional<Phases> longest(const BarrierRounds& rounds,
                                       const BarrierRounds::Visit& left,
                                       const BarrierRounds::Visit& right, const Occasion& a);
  void join(const Phases& more);

  Span span_;
  std::vector<Phases> barriers_;
};

}  // namespace gordian::lockgraph
