#include "held_tree.hpp"

#include <algorithm>

#include "ids.hpp"

namespace gordian::lockgraph {

namespace {

constexpr HeldNode kUnknown = 0xffffffffu;

}  // namespace

HeldTree::HeldTree(const Trace& trace)
    : trace_(trace), nodes_(1), nodeOf_(trace.dependencies.size(), kUnknown) {}

HeldNode HeldTree::child(HeldNode parent, LockId lock, Mode mode) {
  if (trace_.locks[index(lock)].tainted) return parent;
  const std::uint64_t key = std::uint64_t{parent} << 32 | index(lock) << 1 |
                            static_cast<std::uint64_t>(mode == Mode::Shared);
  if (const auto known = children_.find(key); known != children_.end()) return known->second;
  for (HeldNode node = parent; node != kNothingHeld; node = nodes_[node].parent) {
    if (nodes_[node].lock == lock) return parent;
  }
  const auto fresh = static_cast<HeldNode>(nodes_.size());
  nodes_.push_back({parent, lock, mode, nodes_[parent].depth + 1});
  children_.emplace(key, fresh);
  return fresh;
}

HeldNode HeldTree::add(DependencyId id) {
  // Down the bases to one that is known, then up again: a nest may be deeper than the stack.
  HeldNode node = kNothingHeld;
  for (std::optional<DependencyId> next = id; next; next = at(trace_, *next).base) {
    if (const HeldNode known = nodeOf_[index(*next)]; known != kUnknown) {
      if (chain_.empty()) return known;
      const Dependency& base = at(trace_, *next);
      node = child(known, base.lock, base.mode);
      break;
    }
    chain_.push_back(static_cast<std::uint32_t>(*next));
  }
  while (!chain_.empty()) {
    const Dependency& d = trace_.dependencies[chain_.back()];
    for (const HeldLock& held : d.held) node = child(node, held.lock, held.mode);
    nodeOf_[chain_.back()] = node;
    chain_.pop_back();
    if (!chain_.empty()) node = child(node, d.lock, d.mode);
  }
  return node;
}

std::vector<HeldNode> HeldTree::seal() {
  const std::size_t count = nodes_.size();
  // A parent has a smaller number than its children, so sizes fold upwards and positions unfold
  // downwards in one sweep each.
  std::vector<std::uint32_t> size(count, 1);
  for (std::size_t i = count - 1; i > 0; --i) size[nodes_[i].parent] += size[i];
  std::vector<HeldNode> position(count, 0);
  std::vector<HeldNode> nextFree(count, 1);
  for (std::size_t i = 1; i < count; ++i) {
    const HeldNode parent = nodes_[i].parent;
    position[i] = nextFree[parent];
    nextFree[parent] += size[i];
    nextFree[i] = position[i] + 1;
  }
  std::vector<Node> sorted(count);
  end_.resize(count);
  addingBegin_.assign(trace_.locks.size() + 1, 0);
  for (std::size_t i = 0; i < count; ++i) {
    Node& node = sorted[position[i]];
    node = nodes_[i];
    node.parent = position[nodes_[i].parent];
    end_[position[i]] = position[i] + size[i];
    if (i > 0) ++addingBegin_[index(node.lock) + 1];
  }
  nodes_ = std::move(sorted);
  for (std::size_t i = 1; i < addingBegin_.size(); ++i) addingBegin_[i] += addingBegin_[i - 1];
  adding_.resize(count - 1);
  std::vector<std::uint32_t> fill(addingBegin_.begin(), addingBegin_.end() - 1);
  for (HeldNode node = 1; node < count; ++node) adding_[fill[index(nodes_[node].lock)]++] = node;
  children_.clear();
  nodeOf_.clear();
  return position;
}

std::span<const HeldNode> HeldTree::adding(LockId lock) const {
  const std::uint32_t begin = addingBegin_[index(lock)];
  return {adding_.data() + begin, addingBegin_[index(lock) + 1] - begin};
}

HeldNode HeldTree::find(HeldNode set, LockId lock) const {
  const std::span<const HeldNode> nodes = adding(lock);
  const auto after = std::upper_bound(nodes.begin(), nodes.end(), set);
  if (after == nodes.begin()) return kNothingHeld;
  const HeldNode node = *(after - 1);
  return set < end_[node] ? node : kNothingHeld;
}

}  // namespace gordian::lockgraph
