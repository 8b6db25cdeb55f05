// Held sets as paths in a tree: a node is "everything its parent holds, and this lock".
//
// Equal chains are one node, whether they came as a list or through bases, so a nest of n locks
// costs n nodes. Tainted locks and second holds of the same lock are left out. Numbered in
// preorder after seal(): the sets that contain a node are one interval, and the nodes that add the
// same lock never lie below one another, so "which node of this set adds that lock" is one binary
// search. Cost: a new node O(its depth), a known one O(1); O(log n) to ask.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <span>
#include <unordered_map>
#include <vector>

namespace gordian::lockgraph {

using HeldNode = std::uint32_t;
inline constexpr HeldNode kNothingHeld = 0;

class HeldTree {
 public:
  explicit HeldTree(const Trace& trace);

  // The set that dependency `id` holds. Before seal() only.
  HeldNode add(DependencyId id);
  // No set is added any more; from here on node numbers are preorder positions.
  // Returns the new number of every old one.
  std::vector<HeldNode> seal();

  HeldNode parent(HeldNode node) const { return nodes_[node].parent; }
  LockId lock(HeldNode node) const { return nodes_[node].lock; }
  Mode mode(HeldNode node) const { return nodes_[node].mode; }
  std::uint32_t depth(HeldNode node) const { return nodes_[node].depth; }
  HeldNode end(HeldNode node) const { return end_[node]; }  // one past the last set containing it
  std::size_t size() const { return nodes_.size(); }

  // The nodes that add `lock`, ascending.
  std::span<const HeldNode> adding(LockId lock) const;
  // The node on the path of `set` that adds `lock`, or kNothingHeld.
  HeldNode find(HeldNode set, LockId lock) const;

 private:
  struct Node {
    HeldNode parent = kNothingHeld;
    LockId lock{};
    Mode mode = Mode::Exclusive;
    std::uint32_t depth = 0;
  };

  HeldNode child(HeldNode parent, LockId lock, Mode mode);

  const Trace& trace_;
  std::vector<Node> nodes_;
  std::unordered_map<std::uint64_t, HeldNode> children_;
  std::vector<HeldNode> nodeOf_;      // by dependency; kUnknown
  std::vector<std::uint32_t> chain_;  // of add(): kept, for its memory
  std::vector<HeldNode> end_;
  std::vector<std::uint32_t> addingBegin_;
  std::vector<HeldNode> adding_;
};

}  // namespace gordian::lockgraph
