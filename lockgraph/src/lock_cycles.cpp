#include "lock_cycles.hpp"

#include <algorithm>
#include <set>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::uint32_t kUnseen = 0xffffffffu;

// The smallest place first.
LockCycle named(const std::vector<LockId>& locks, std::vector<std::uint32_t> places) {
  std::rotate(places.begin(), std::min_element(places.begin(), places.end()), places.end());
  LockCycle cycle;
  for (const std::uint32_t place : places) cycle.push_back(locks[place]);
  return cycle;
}

}  // namespace

LockCycles::LockCycles(const Shapes& shapes, std::uint32_t component, Budget& budget)
    : locks_(shapes.components().locks[component]), after_(locks_.size()) {
  const HeldTree& tree = shapes.tree();
  const auto placeOf = [&](LockId lock) {
    const auto place = std::lower_bound(locks_.begin(), locks_.end(), lock);
    return static_cast<std::uint32_t>(place - locks_.begin());
  };
  // By acquired lock: the sets around it share their outer part, which is walked once.
  std::vector<LockId> heldBy(tree.size(), LockId{kUnseen});
  std::vector<LockId> linked(locks_.size(), LockId{kUnseen});
  for (std::uint32_t to = 0; to < locks_.size(); ++to) {
    const LockId acquired = locks_[to];
    for (const ShapeId id : shapes.acquiring(acquired)) {
      HeldNode node = shapes[id].held;
      for (; node != kNothingHeld && heldBy[node] != acquired; node = tree.parent(node)) {
        heldBy[node] = acquired;
        if (!budget.take()) {
          hasEdges_ = false;
          return;
        }
        if (shapes.components().ofLock[index(tree.lock(node))] != component) continue;
        const std::uint32_t from = placeOf(tree.lock(node));
        if (from == to || linked[from] == acquired) continue;
        linked[from] = acquired;
        after_[from].push_back(to);
      }
    }
  }
}

bool LockCycles::appendAll(std::size_t maxLength, Budget& budget,
                           std::vector<LockCycle>& cycles) const {
  for (std::size_t start = 0; start < locks_.size(); ++start) {
    if (!walk(start, maxLength, budget, cycles)) return false;
  }
  return true;
}

// Every simple cycle whose smallest place is `start`.
bool LockCycles::walk(std::size_t start, std::size_t maxLength, Budget& budget,
                      std::vector<LockCycle>& cycles) const {
  std::vector<std::uint32_t> path{static_cast<std::uint32_t>(start)};
  std::vector<std::size_t> next{0};
  while (!path.empty()) {
    const auto& successors = after_[path.back()];
    if (next.back() == successors.size()) {
      path.pop_back();
      next.pop_back();
      continue;
    }
    if (!budget.take()) return false;
    const std::uint32_t to = successors[next.back()++];
    if (to == start) {
      cycles.push_back(named(locks_, path));
    } else if (to > start && path.size() < maxLength &&
               std::find(path.begin(), path.end(), to) == path.end()) {
      path.push_back(to);
      next.push_back(0);
    }
  }
  return true;
}

bool LockCycles::appendShortest(std::size_t maxLength, Budget& budget,
                                std::vector<LockCycle>& cycles) const {
  std::vector<std::uint32_t> reachedFrom(locks_.size());
  std::set<LockCycle> listed;
  // Through the edges that lead into `from`: the shortest ways from it to where they begin.
  std::vector<std::vector<std::uint32_t>> before(locks_.size());
  for (std::uint32_t from = 0; from < locks_.size(); ++from) {
    for (const std::uint32_t to : after_[from]) before[to].push_back(from);
  }
  for (std::uint32_t from = 0; from < locks_.size(); ++from) {
    std::fill(reachedFrom.begin(), reachedFrom.end(), kUnseen);
    reachedFrom[from] = from;
    std::size_t wanted = before[from].size();
    std::vector<std::uint32_t> queue{from};
    for (std::size_t head = 0; head < queue.size() && wanted > 0; ++head) {
      for (const std::uint32_t to : after_[queue[head]]) {
        if (!budget.take()) return false;
        if (reachedFrom[to] != kUnseen) continue;
        reachedFrom[to] = queue[head];
        queue.push_back(to);
        if (std::binary_search(before[from].begin(), before[from].end(), to)) --wanted;
      }
    }
    for (const std::uint32_t last : before[from]) {
      std::vector<std::uint32_t> places;
      for (std::uint32_t place = last; place != from; place = reachedFrom[place]) {
        places.push_back(place);
        if (places.size() > maxLength) break;
      }
      if (places.size() >= maxLength) continue;
      places.push_back(from);
      std::reverse(places.begin(), places.end());
      LockCycle cycle = named(locks_, std::move(places));
      if (listed.insert(cycle).second) cycles.push_back(std::move(cycle));
    }
  }
  return true;
}

}  // namespace gordian::lockgraph
