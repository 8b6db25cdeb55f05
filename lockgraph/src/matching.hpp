// Distinct threads for the roles of a growing chain: an incremental bipartite matching.
//
// push() finds an augmenting path (Kuhn 1955) through at most maxCycleLength roles, so it answers
// exactly whether distinct threads exist, without trying their combinations.
#pragma once

#include <optional>
#include <vector>

#include "shapes.hpp"

namespace gordian::lockgraph {

class Matching {
 public:
  // False, and nothing changed, when no distinct threads exist with `shape` added.
  bool push(const Shape& shape);
  void pop();

 private:
  bool augment(std::size_t role, std::vector<bool>& tried);
  std::optional<std::size_t> roleOf(ThreadId thread) const;

  std::vector<const Shape*> roles_;
  std::vector<ThreadId> threads_;  // by role
};

}  // namespace gordian::lockgraph
