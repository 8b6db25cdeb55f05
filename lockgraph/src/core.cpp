#include "core.hpp"

#include <algorithm>
#include <optional>

#include "ids.hpp"
#include "strong.hpp"

namespace gordian::lockgraph {
namespace {

constexpr int kRounds = 8;
constexpr std::size_t kPartnerSteps = 2'000'000;  // looks at a pair of shapes
constexpr std::size_t kGates = 64;                // candidates for a common gate, outermost first

// Who shows the shapes of a component, and which locks all of them hold exclusively.
struct Whole {
  std::optional<ThreadId> thread;
  bool hasSeveral = false;
  bool isBegun = false;
  std::vector<LockId> gates;
};

std::vector<LockId> exclusiveOf(const HeldTree& tree, HeldNode held) {
  std::vector<LockId> locks;
  for (HeldNode node = held; node != kNothingHeld; node = tree.parent(node)) {
    if (tree.mode(node) == Mode::Exclusive) locks.push_back(tree.lock(node));
  }
  std::reverse(locks.begin(), locks.end());
  if (locks.size() > kGates) locks.resize(kGates);
  return locks;
}

void look(const HeldTree& tree, const Shape& shape, Whole& whole) {
  for (const Member& member : shape.members) {
    if (whole.thread && *whole.thread != member.thread) whole.hasSeveral = true;
    whole.thread = member.thread;
  }
  if (!whole.isBegun) whole.gates = exclusiveOf(tree, shape.held);
  whole.isBegun = true;
  std::erase_if(whole.gates, [&](LockId gate) {
    const HeldNode node = tree.find(shape.held, gate);
    return node == kNothingHeld || tree.mode(node) != Mode::Exclusive;
  });
}

}  // namespace

Core::Core(const Shapes& shapes, Verdict& verdict)
    : shapes_(shapes), verdict_(verdict), isLeft_(shapes.size(), true) {
  for (ShapeId id = 0; id < shapes.size(); ++id) {
    isLeft_[id] = shapes[id].acquisition != Acquisition::Try;
  }
  Budget budget(kPartnerSteps);
  for (int round = 0; round < kRounds; ++round) {
    findComponents();
    bool isChanged = dropOutside();
    isChanged = dropWhole() || isChanged;
    renumber();
    isChanged = dropLonely(budget) || isChanged;
    if (!isChanged) break;
  }
  findComponents();
  dropOutside();
  std::stable_sort(components_.locks.begin(), components_.locks.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  for (std::uint32_t i = 0; i < components_.locks.size(); ++i) {
    for (const LockId lock : components_.locks[i]) components_.ofLock[index(lock)] = i;
  }
  renumber();
  rank_.assign(shapes.trace().locks.size(), 0);
  rankLocks();
  connect();
}

bool Core::isInside(const Shape& shape) const {
  const HeldTree& tree = shapes_.tree();
  const std::uint32_t own = componentOf(shape.lock);
  if (own == kNoComponent) return false;
  for (HeldNode node = shape.held; node != kNothingHeld; node = tree.parent(node)) {
    if (componentOf(tree.lock(node)) == own) return true;
  }
  return false;
}

// A held set is a vertex between its locks and what is acquired with it, as in components.hpp.
void Core::findComponents() {
  const HeldTree& tree = shapes_.tree();
  const auto locks = static_cast<Vertex>(shapes_.trace().locks.size());
  VertexPairs edges;
  for (HeldNode node = 1; node < tree.size(); ++node) {
    edges.emplace_back(static_cast<Vertex>(index(tree.lock(node))), locks + node);
    if (tree.parent(node) != kNothingHeld)
      edges.emplace_back(locks + tree.parent(node), locks + node);
  }
  for (ShapeId id = 0; id < shapes_.size(); ++id) {
    if (!isLeft_[id]) continue;
    edges.emplace_back(locks + shapes_[id].held, static_cast<Vertex>(index(shapes_[id].lock)));
  }
  const auto vertices = static_cast<Vertex>(locks + tree.size());
  components_ = groupLocks(locks, strongComponents(edges, vertices));
}

bool Core::drop(ShapeId id) {
  isLeft_[id] = false;
  return true;
}

bool Core::dropOutside() {
  bool isChanged = false;
  for (ShapeId id = 0; id < shapes_.size(); ++id) {
    if (isLeft_[id] && !isInside(shapes_[id])) isChanged = drop(id);
  }
  return isChanged;
}

bool Core::dropWhole() {
  std::vector<Whole> wholes(components_.locks.size());
  for (ShapeId id = 0; id < shapes_.size(); ++id) {
    if (isLeft_[id]) look(shapes_.tree(), shapes_[id], wholes[componentOf(shapes_[id].lock)]);
  }
  bool isChanged = false;
  for (ShapeId id = 0; id < shapes_.size(); ++id) {
    if (!isLeft_[id]) continue;
    const Whole& whole = wholes[componentOf(shapes_[id].lock)];
    if (!whole.hasSeveral || !whole.gates.empty()) isChanged = drop(id);
  }
  return isChanged;
}

bool Core::mayWaitFor(const Shape& waiter, const Shape& holder) const {
  const bool isAlone = waiter.members.size() == 1 && holder.members.size() == 1 &&
                       waiter.members[0].thread == holder.members[0].thread;
  return !isAlone && waiter.lock != holder.lock &&
         componentOf(waiter.lock) == componentOf(holder.lock) &&
         verdict_.blocks(waiter, holder) != Blocking::No &&
         verdict_.canCoexist(waiter.held, holder.held);
}

// Both answer yes when the budget is spent.
bool Core::hasSuccessor(const Shape& shape, Budget& budget) const {
  for (const HeldNode node : shapes_.tree().adding(shape.lock)) {
    const auto [begin, end] = shapes_.below(node);
    for (const ShapeId id : within(begin, end)) {
      if (!budget.take() || (isLeft_[id] && mayWaitFor(shape, shapes_[id]))) return true;
    }
  }
  return budget.isSpent();
}

bool Core::hasPredecessor(const Shape& shape, Budget& budget) const {
  const HeldTree& tree = shapes_.tree();
  for (HeldNode node = shape.held; node != kNothingHeld; node = tree.parent(node)) {
    if (!budget.take()) return true;
    for (const ShapeId id : acquiring(tree.lock(node))) {
      if (!budget.take() || (isLeft_[id] && mayWaitFor(shapes_[id], shape))) return true;
    }
  }
  return false;
}

bool Core::dropLonely(Budget& budget) {
  bool isChanged = false;
  for (const ShapeId id : left_) {
    if (budget.isSpent()) return isChanged;
    const Shape& shape = shapes_[id];
    if (hasSuccessor(shape, budget) && hasPredecessor(shape, budget)) continue;
    isChanged = drop(id);
  }
  return isChanged;
}

void Core::renumber() {
  left_.clear();
  before_.assign(1, 0);
  before_.reserve(shapes_.size() + 1);
  acquiringBegin_.assign(shapes_.trace().locks.size() + 1, 0);
  for (ShapeId id = 0; id < shapes_.size(); ++id) {
    if (isLeft_[id]) {
      left_.push_back(id);
      ++acquiringBegin_[index(shapes_[id].lock) + 1];
    }
    before_.push_back(static_cast<std::uint32_t>(left_.size()));
  }
  for (std::size_t i = 1; i < acquiringBegin_.size(); ++i) {
    acquiringBegin_[i] += acquiringBegin_[i - 1];
  }
  acquiring_.resize(left_.size());
  std::vector<std::uint32_t> next(acquiringBegin_.begin(), acquiringBegin_.end() - 1);
  for (const ShapeId id : left_) acquiring_[next[index(shapes_[id].lock)]++] = id;
}

}  // namespace gordian::lockgraph
