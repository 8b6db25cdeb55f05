// When something was seen, and whether two such occasions can be at the same time.
//
// An occasion is one segment of a thread, or a stretch of them (trace.hpp): then it is taken for
// all the segments that the stretch allows, so that what is not kept in detail never refutes. Of
// two long stretches the rhythm of the barriers decides that both threads come to (rhythm.hpp).
// Cost: a few look-ups in the order; for stretches some hundreds, bounded.
#pragma once

#include "order.hpp"

namespace gordian::lockgraph {

struct Occasion {
  ThreadId thread{};
  Segment first = 0;
  Segment last = 0;
  std::uint64_t residues = 0;

  bool isOne() const { return first == last; }
};

constexpr std::uint64_t residueOf(Segment segment) {
  return std::uint64_t{1} << (segment % kResidues);
}

// A number in [first, last] is allowed by the residues.
bool hasAllowed(std::uint64_t residues, Segment first, Segment last);

// In no schedule are a segment of `a` and one of `b` at the same time.
bool areOrdered(HappensBefore& order, const Occasion& a, const Occasion& b);

}  // namespace gordian::lockgraph
