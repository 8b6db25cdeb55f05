// The order of the locks of a core, and the edges between them.
#include <algorithm>
#include <deque>

#include "core.hpp"
#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kEdges = 8'000'000;
constexpr int kMost = 64;  // differences of degrees beyond are as good as this

// The greedy heuristic: sinks go to the end, sources to the front, else the vertex that has most
// more successors than predecessors to the front.
class Peeling {
 public:
  explicit Peeling(const std::vector<std::vector<std::uint32_t>>& after)
      : after_(after),
        before_(after.size()),
        in_(after.size(), 0),
        out_(after.size(), 0),
        isGone_(after.size(), false),
        byDifference_(2 * kMost + 1) {
    for (std::uint32_t v = 0; v < after.size(); ++v) {
      for (const std::uint32_t to : after[v]) {
        before_[to].push_back(v);
        ++in_[to];
        ++out_[v];
      }
    }
  }

  std::vector<std::uint32_t> run() {
    for (std::uint32_t v = 0; v < after_.size(); ++v) enter(v);
    std::vector<std::uint32_t> place(after_.size());
    std::uint32_t front = 0;
    auto back = static_cast<std::uint32_t>(after_.size());
    while (front < back) {
      std::uint32_t v = 0;
      if (take(sinks_, v)) {
        place[v] = --back;
      } else if (take(sources_, v) || takeGreatest(v)) {
        place[v] = front++;
      }
      remove(v);
    }
    return place;
  }

 private:
  std::vector<std::uint32_t>& listOf(std::uint32_t v) {
    const int difference = std::clamp(out_[v] - in_[v], -kMost, kMost);
    return byDifference_[static_cast<std::size_t>(difference + kMost)];
  }
  void enter(std::uint32_t v) {
    if (out_[v] == 0) {
      sinks_.push_back(v);
    } else if (in_[v] == 0) {
      sources_.push_back(v);
    } else {
      listOf(v).push_back(v);
    }
  }
  bool take(std::vector<std::uint32_t>& from, std::uint32_t& v) {
    while (!from.empty()) {
      v = from.back();
      from.pop_back();
      if (!isGone_[v]) return true;
    }
    return false;
  }
  // A vertex is in the list of each difference that it had; only the latest counts.
  bool takeGreatest(std::uint32_t& v) {
    for (std::size_t i = byDifference_.size(); i-- > 0;) {
      while (take(byDifference_[i], v)) {
        if (&listOf(v) == &byDifference_[i]) return true;
      }
    }
    return false;
  }
  void remove(std::uint32_t v) {
    isGone_[v] = true;
    for (const std::uint32_t to : after_[v]) {
      --in_[to];
      if (!isGone_[to]) enter(to);
    }
    for (const std::uint32_t from : before_[v]) {
      --out_[from];
      if (!isGone_[from]) enter(from);
    }
  }

  const std::vector<std::vector<std::uint32_t>>& after_;
  std::vector<std::vector<std::uint32_t>> before_;
  std::vector<int> in_, out_;
  std::vector<bool> isGone_;
  std::vector<std::vector<std::uint32_t>> byDifference_;
  std::vector<std::uint32_t> sinks_, sources_;
};

}  // namespace

std::vector<std::uint32_t> orderWithFewBackEdges(
    const std::vector<std::vector<std::uint32_t>>& after) {
  return Peeling(after).run();
}

// By acquired lock: the sets around it share their outer part, which is walked once.
void Core::connect() {
  const HeldTree& tree = shapes_.tree();
  std::vector<std::uint32_t> walkedFor(tree.size(), kNoComponent);
  std::vector<std::uint32_t> linkedTo(shapes_.trace().locks.size(), kNoComponent);
  std::size_t steps = 0;
  held_.clear();
  heldBegin_.assign(1, 0);
  for (std::uint32_t to = 0; to < shapes_.trace().locks.size(); ++to) {
    for (const ShapeId id : acquiring(LockId{to})) {
      HeldNode node = shapes_[id].held;
      for (; node != kNothingHeld && walkedFor[node] != to; node = tree.parent(node)) {
        walkedFor[node] = to;
        if (++steps > kEdges) {
          knowsHeld_ = false;
          return;
        }
        const LockId from = tree.lock(node);
        if (componentOf(from) != componentOf(LockId{to}) || from == LockId{to}) continue;
        if (linkedTo[index(from)] == to) continue;
        linkedTo[index(from)] = to;
        held_.push_back(rank(from));
      }
    }
    heldBegin_.push_back(static_cast<std::uint32_t>(held_.size()));
  }
}

void Core::rankLocks() {
  const auto number = [&] {
    for (const auto& locks : components_.locks) {
      for (std::uint32_t i = 0; i < locks.size(); ++i) rank_[index(locks[i])] = i;
    }
  };
  number();
  connect();
  if (!knowsHeld_) return;
  for (auto& locks : components_.locks) {
    std::vector<std::vector<std::uint32_t>> after(locks.size());
    for (std::uint32_t to = 0; to < locks.size(); ++to) {
      for (const std::uint32_t from : heldAround(locks[to])) after[from].push_back(to);
    }
    const std::vector<std::uint32_t> place = orderWithFewBackEdges(after);
    std::vector<LockId> sorted(locks.size());
    for (std::size_t i = 0; i < locks.size(); ++i) sorted[place[i]] = locks[i];
    locks = std::move(sorted);
  }
  number();
}

}  // namespace gordian::lockgraph
