#include "occasions.hpp"

#include <algorithm>

#include "rhythm.hpp"

namespace gordian::lockgraph {
namespace {

constexpr Segment kFew = 64;      // so many segments are looked at one by one
constexpr int kMostRhythms = 16;  // parts of a moment

// The first segment in [first, last] of `thread` that begins behind `point`; one past it: none.
std::uint64_t firstBehind(HappensBefore& order, Point point, ThreadId thread, Segment first,
                          Segment last) {
  std::uint64_t low = first;
  std::uint64_t high = std::uint64_t{last} + 1;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (order.precedes(point, {thread, static_cast<Segment>(middle)}))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

// What is left of `a` without the segments before all of `b` and those behind all of it. False:
// nothing.
bool narrow(HappensBefore& order, Occasion& a, const Occasion& b) {
  std::uint64_t first = a.first;
  if (const auto before = order.lastBefore(a.thread, {b.thread, b.first}))
    first = std::max(first, std::uint64_t{*before} + 1);
  if (first > a.last) return false;
  a.first = static_cast<Segment>(first);
  const std::uint64_t behind = firstBehind(order, {b.thread, b.last}, a.thread, a.first, a.last);
  if (behind == a.first) return false;
  a.last = static_cast<Segment>(behind - 1);
  return hasAllowed(a.residues, a.first, a.last);
}

bool isOrderedWithEach(HappensBefore& order, const Occasion& few, const Occasion& other) {
  for (std::uint64_t at = few.first; at <= few.last; ++at) {
    const auto segment = static_cast<Segment>(at);
    if ((few.residues & residueOf(segment)) == 0) continue;
    Occasion rest = other;
    if (narrow(order, rest, {few.thread, segment, segment, residueOf(segment)})) return false;
  }
  return true;
}

bool areOrderedStretches(HappensBefore& order, Occasion left, Occasion right, int depth) {
  if (!narrow(order, left, right)) return true;
  Occasion other = right;
  if (!narrow(order, other, left)) return true;
  if (left.last - left.first < kFew) return isOrderedWithEach(order, left, other);
  if (other.last - other.first < kFew) return isOrderedWithEach(order, other, left);
  if (depth == kMostRhythms) return false;
  const auto rhythm = Rhythm::find(order.rounds(), left, other);
  if (!rhythm || !rhythm->keepsApart(left, other)) return false;
  // What comes before that part, and what behind it.
  const Span span = rhythm->span();
  if (span.first > left.first) {
    Occasion rest = left;
    rest.last = span.first - 1;
    if (!areOrderedStretches(order, rest, other, depth + 1)) return false;
  }
  if (span.last == left.last) return true;
  left.first = span.last + 1;
  return areOrderedStretches(order, left, other, depth + 1);
}

}  // namespace

bool hasAllowed(std::uint64_t residues, Segment first, Segment last) {
  const std::uint64_t end = std::min<std::uint64_t>(last, std::uint64_t{first} + kResidues - 1);
  for (std::uint64_t at = first; at <= end; ++at) {
    if ((residues & residueOf(static_cast<Segment>(at))) != 0) return true;
  }
  return false;
}

bool areOrdered(HappensBefore& order, const Occasion& a, const Occasion& b) {
  if (a.thread == b.thread) return true;
  if (a.isOne() && b.isOne()) return order.isOrdered({a.thread, a.first}, {b.thread, b.first});
  if (order.precedes({a.thread, a.last}, {b.thread, b.first}) ||
      order.precedes({b.thread, b.last}, {a.thread, a.first}))
    return true;
  return areOrderedStretches(order, a, b, 0);
}

}  // namespace gordian::lockgraph
