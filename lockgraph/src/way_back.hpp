// How far it is from each lock of a component back to a given one, through higher ranks alone.
//
// The search goes only where so many edges can still lead back. Breadth first, against the edges;
// what a start reached is kept, so that a greater length costs one level more, until too much is
// kept. Cost: each edge once for each start, and what was reached for each length; bounded by the
// budget.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "budget.hpp"
#include "core.hpp"

namespace gordian::lockgraph {

class WayBack {
 public:
  explicit WayBack(const Core& core) : core_(core) {}

  // Up to `length` edges. False: the budget is spent.
  bool measure(LockId start, std::size_t length, Budget& budget);

  enum class Answer { Yes, Farther, Never };
  // From `lock` (of the same component), in at most `edges`.
  Answer leads(LockId lock, std::size_t edges) const;

 private:
  struct Reached {
    std::vector<std::uint32_t> ranks;  // level by level
    std::vector<std::size_t> ends;     // of the levels
  };
  struct Distance {
    std::uint32_t round = 0;
    std::uint32_t edges = 0;
  };

  void recall(const Reached& reached);
  bool addLevel(Reached& reached, const std::vector<LockId>& locks, std::uint32_t own,
                Budget& budget);

  const Core& core_;
  std::unordered_map<std::uint32_t, Reached> kept_;  // by start
  std::size_t keptRanks_ = 0;
  std::vector<Distance> distance_;  // by rank; of an older round: not reached
  std::uint32_t round_ = 0;
  bool isKnown_ = false;
  bool isAll_ = false;  // nothing more can be reached
};

}  // namespace gordian::lockgraph
