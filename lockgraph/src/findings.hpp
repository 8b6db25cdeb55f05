// The cycles found so far: each lock-level cycle once, and one listed for each set of lock classes.
//
// A cycle that can happen and one that is refuted are never "alike", nor are two that are refuted
// for different reasons. Cycles of equal confidence and length are ranked by soft order: a protocol
// that keeps two acquisitions apart at all times shows all of one before all of the other, so where
// they were seen in turns there is none; those come first. Cost: O(length) hashed per cycle.
#pragma once

#include <gordian/lockgraph/analysis.hpp>

#include <map>
#include <span>
#include <vector>

#include "verdict.hpp"

namespace gordian::lockgraph {

// The locks of a cycle, each acquired while the one before it was held; smallest first.
using LockCycle = std::vector<LockId>;

// Chain i waits for the lock that chain i + 1 holds. Turned so that the smallest lock comes first.
Cycle makeCycle(std::span<const Role> roles, std::span<const Player> players);

class Findings {
 public:
  Findings(const Trace& trace, std::size_t maxCycles) : trace_(trace), maxCycles_(maxCycles) {}

  // What is known of a cycle over exactly these locks; RuledOut when nothing.
  Confidence known(const LockCycle& locks) const;
  // A likely cycle over exactly these classes (ascending) is listed.
  bool isLikely(std::vector<std::uint32_t> classes) const;
  // Equal locks again: the greater confidence stays.
  void add(Cycle cycle);
  // A cycle found no place in the list.
  bool hasDropped() const { return hasDropped_; }

  std::vector<Cycle> take();

 private:
  using ClassKey = std::vector<std::uint32_t>;  // refuted?, reason, classes ascending
  ClassKey keyOf(const Cycle& cycle) const;

  const Trace& trace_;
  std::size_t maxCycles_;
  bool hasDropped_ = false;
  std::map<LockCycle, Confidence> known_;
  std::map<ClassKey, std::size_t> placeOf_;
  std::vector<Cycle> listed_;
};

}  // namespace gordian::lockgraph
