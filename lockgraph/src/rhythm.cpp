#include "rhythm.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "occasions.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kMostRuns = 64;  // pairs of runs that are compared, per barrier
constexpr std::uint64_t kLongestPeriod = 6000;

std::uint64_t lengthOf(const Span& span) {
  return std::uint64_t{span.last} - span.first + 1;
}

}  // namespace

std::optional<Rhythm::Phases> Rhythm::longest(const BarrierRounds& rounds,
                                              const BarrierRounds::Visit& left,
                                              const BarrierRounds::Visit& right,
                                              const Occasion& a) {
  const std::uint32_t certain = rounds.certain(left.barrier);
  const auto isBefore = [&](const BarrierRounds::Run& run) { return run.last() < a.first; };
  auto one = std::partition_point(left.runs.begin(), left.runs.end(), isBefore);
  auto other = right.runs.begin();
  std::optional<Phases> best;
  for (std::size_t i = 0; i < kMostRuns && one != left.runs.end() && other != right.runs.end();
       ++i) {
    // Both come to rounds begin to end - 1: the phases between them.
    const std::uint32_t begin = std::max(one->round, other->round);
    const std::uint32_t end = std::min({one->end(), other->end(), certain});
    if (begin + std::uint64_t{1} < end) {
      Phases phases;
      phases.low[0] = std::uint64_t{one->at(begin)} + 1;
      phases.low[1] = std::uint64_t{other->at(begin)} + 1;
      phases.stride[0] = one->stride;
      phases.stride[1] = other->stride;
      const std::uint64_t first = std::max<std::uint64_t>(phases.low[0], a.first);
      const std::uint64_t last = std::min<std::uint64_t>(one->at(end - 1), a.last);
      if (first <= last) {
        phases.span = {static_cast<Segment>(first), static_cast<Segment>(last)};
        if (!best || lengthOf(best->span) < lengthOf(phases.span)) best = phases;
      }
    }
    if (one->end() <= other->end())
      ++one;
    else
      ++other;
  }
  return best;
}

std::optional<Rhythm> Rhythm::find(const BarrierRounds& rounds, const Occasion& a,
                                   const Occasion& b) {
  const auto left = rounds.visitsOf(a.thread);  // both by barrier
  const auto right = rounds.visitsOf(b.thread);
  std::vector<Phases> all;
  for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
    const BarrierRounds::Visit& one = rounds.visit(left[i]);
    const BarrierRounds::Visit& other = rounds.visit(right[j]);
    if (one.barrier == other.barrier) {
      if (const auto phases = longest(rounds, one, other, a)) all.push_back(*phases);
    }
    if (one.barrier <= other.barrier) ++i;
    if (other.barrier <= one.barrier) ++j;
  }
  if (all.empty()) return std::nullopt;
  std::sort(all.begin(), all.end(), [](const Phases& one, const Phases& other) {
    return lengthOf(one.span) > lengthOf(other.span);
  });
  Rhythm rhythm;
  rhythm.span_ = all.front().span;
  for (const Phases& phases : all) rhythm.join(phases);
  return rhythm;
}

// Another barrier of the same loop, as long as most of the part is left.
void Rhythm::join(const Phases& more) {
  const Span both{std::max(span_.first, more.span.first), std::min(span_.last, more.span.last)};
  if (both.first > both.last || lengthOf(both) < lengthOf(span_) / 2) return;
  if (!barriers_.empty()) {
    const Phases& known = barriers_.front();
    if (known.stride[0] * more.stride[1] != known.stride[1] * more.stride[0]) return;
  }
  barriers_.push_back(more);
  span_ = both;
}

bool Rhythm::keepsApart(const Occasion& a, const Occasion& b) const {
  // After so many segments of `a`, both numbers modulo kResidues and all phases are as before.
  std::uint64_t period = 1;
  for (const Phases& phases : barriers_) {
    if (phases.stride[0] > kLongestPeriod) return false;
    period = std::lcm(period, phases.stride[0]);
    if (period > kLongestPeriod) return false;
  }
  period *= kResidues;
  const std::uint64_t last =
      std::min<std::uint64_t>(span_.last, std::uint64_t{span_.first} + period - 1);
  for (std::uint64_t segment = span_.first; segment <= last; ++segment) {
    if ((a.residues & residueOf(static_cast<Segment>(segment))) == 0) continue;
    std::uint64_t low = 0;
    std::uint64_t high = std::numeric_limits<Segment>::max();
    for (const Phases& phases : barriers_) {
      const std::uint64_t number = (segment - phases.low[0]) / phases.stride[0];
      const std::uint64_t begin = phases.low[1] + number * phases.stride[1];
      low = std::max(low, begin);
      high = std::min(high, begin + phases.stride[1] - 1);
    }
    if (low <= high &&
        hasAllowed(b.residues, static_cast<Segment>(low), static_cast<Segment>(high)))
      return false;
  }
  return true;
}

}  // namespace gordian::lockgraph
