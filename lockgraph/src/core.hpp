// The core: what is left of the shapes when everything that cannot lie on a counted cycle is gone.
//
// A cycle counts (possible or likely) only if its shapes s0 … sk-1, k > 1, wait in a ring: si asks,
// not merely tries, for a lock that si+1 holds; these locks are distinct, the held sets can coexist
// pairwise, each wait is blocked by the hold behind it, and the threads are distinct. So a shape is
// on no such cycle, and goes, when
//   try        it only tries;
//   component  it holds no lock that shares a strong component with its own, in the graph of what
//              is left: the locks of a cycle lie on a closed walk;
//   thread     one thread alone shows all shapes of its component: a cycle needs two;
//   gate       all shapes of its component hold a common lock exclusively: no two coexist;
//   partner    there is no shape in its component that holds its lock, or none that asks for a lock
//              which it holds, of another thread, so that the one waits for the other and both
//              held sets can be at once: it has no neighbour.
// By induction none that is left loses a cycle: what goes is on none. The rules are repeated until
// nothing changes or the budget is spent; to stop early is sound, only more is left to search.
//
// The locks of a component are ranked so that few edges lead backwards (Eades, Lin, Smyth 1993):
// each cycle is met once, from its lowest lock, so only such an edge can begin a search.
// Cost: O((shapes + held sets) * rounds), rounds bounded; the partner rule by its budget.
#pragma once

#include <span>
#include <vector>

#include "shapes.hpp"
#include "verdict.hpp"

namespace gordian::lockgraph {

class Core {
 public:
  Core(const Shapes& shapes, Verdict& verdict);

  // By component: its locks, lowest rank first; small components first.
  const std::vector<std::vector<LockId>>& locks() const { return components_.locks; }
  std::uint32_t componentOf(LockId lock) const {
    return components_.ofLock[static_cast<std::size_t>(lock)];
  }
  // Within the component: its place in locks().
  std::uint32_t rank(LockId lock) const { return rank_[static_cast<std::size_t>(lock)]; }

  std::size_t size() const { return left_.size(); }
  // Those of [begin, end) that are left, ascending.
  std::span<const ShapeId> within(ShapeId begin, ShapeId end) const {
    return {left_.data() + before_[begin], before_[end] - before_[begin]};
  }
  // Those that acquire `lock`.
  std::span<const ShapeId> acquiring(LockId lock) const {
    const auto at = static_cast<std::size_t>(lock);
    return {acquiring_.data() + acquiringBegin_[at], acquiringBegin_[at + 1] - acquiringBegin_[at]};
  }
  // The ranks of the locks of its component under which `lock` is acquired, each once; not known
  // where a deep nest has too many of them.
  bool knowsHeld() const { return knowsHeld_; }
  std::span<const std::uint32_t> heldAround(LockId lock) const {
    const auto at = static_cast<std::size_t>(lock);
    return {held_.data() + heldBegin_[at], heldBegin_[at + 1] - heldBegin_[at]};
  }

 private:
  bool isInside(const Shape& shape) const;
  void findComponents();
  bool dropOutside();
  bool dropWhole();
  bool dropLonely(Budget& budget);
  bool mayWaitFor(const Shape& waiter, const Shape& holder) const;
  bool hasSuccessor(const Shape& shape, Budget& budget) const;
  bool hasPredecessor(const Shape& shape, Budget& budget) const;
  bool drop(ShapeId id);
  void renumber();
  void connect();
  void rankLocks();

  const Shapes& shapes_;
  Verdict& verdict_;
  Components components_;
  std::vector<bool> isLeft_;           // by shape
  std::vector<ShapeId> left_;          // ascending
  std::vector<std::uint32_t> before_;  // by shape, one more at the end: how many before it are left
  std::vector<std::uint32_t> acquiringBegin_;  // by lock, into acquiring_
  std::vector<ShapeId> acquiring_;
  bool knowsHeld_ = true;
  std::vector<std::uint32_t> heldBegin_;  // by lock, into held_
  std::vector<std::uint32_t> held_;
  std::vector<std::uint32_t> rank_;  // by lock
};

// Places of vertices in an order in which few edges lead backwards: after[v] are the successors.
// Cost: O(vertices + edges).
std::vector<std::uint32_t> orderWithFewBackEdges(
    const std::vector<std::vector<std::uint32_t>>& after);

}  // namespace gordian::lockgraph
