// Which sets of lock classes need no longer search: for each set of classes that a chain can still
// come to, a likely cycle is listed, and one set is one finding (findings.hpp).
//
// Exact where a component has few classes, however many locks; else nothing is known.
// Cost: O(2^classes) to renew, O(1) to ask.
#pragma once

#include <cstdint>
#include <vector>

#include "core.hpp"
#include "findings.hpp"

namespace gordian::lockgraph {

class ClassSets {
 public:
  using Set = std::uint32_t;  // a bit for each class of the component

  explicit ClassSets(const Core& core) : core_(core) {}

  // For `component`, with what is listed by now.
  void renew(const Trace& trace, const Findings& findings, std::uint32_t component);
  Set of(LockId lock) const { return bits_.empty() ? 0 : bits_[core_.rank(lock)]; }
  bool isDone(Set set) const { return set < isDone_.size() && isDone_[set]; }

 private:
  const Core& core_;
  std::vector<Set> bits_;     // by rank
  std::vector<bool> isDone_;  // by set
};

}  // namespace gordian::lockgraph
