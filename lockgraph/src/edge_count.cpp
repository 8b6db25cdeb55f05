#include "edge_count.hpp"

#include "budget.hpp"
#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::uint32_t kNone = 0xffffffffu;

// The dependencies by acquired lock: begin of each lock's part, and the parts.
struct ByLock {
  std::vector<std::uint32_t> begin;
  std::vector<std::uint32_t> dependencies;
};

bool makesEdge(const Trace& trace, const Dependency& d) {
  return entersOrder(trace, d) && d.acquisition != Acquisition::Try;
}

ByLock groupByLock(const Trace& trace) {
  ByLock result;
  result.begin.assign(trace.locks.size() + 1, 0);
  for (const Dependency& d : trace.dependencies) {
    if (makesEdge(trace, d)) ++result.begin[index(d.lock) + 1];
  }
  for (std::size_t i = 1; i < result.begin.size(); ++i) result.begin[i] += result.begin[i - 1];
  result.dependencies.resize(result.begin.back());
  std::vector<std::uint32_t> next(result.begin.begin(), result.begin.end() - 1);
  for (std::uint32_t i = 0; i < trace.dependencies.size(); ++i) {
    const Dependency& d = trace.dependencies[i];
    if (makesEdge(trace, d)) result.dependencies[next[index(d.lock)]++] = i;
  }
  return result;
}

}  // namespace

EdgeCount countEdges(const Trace& trace, std::size_t maxSteps) {
  const ByLock byLock = groupByLock(trace);
  std::vector<std::uint32_t> countedFor(trace.locks.size(), kNone);
  std::vector<std::uint32_t> walkedFor(trace.dependencies.size(), kNone);
  Budget budget(maxSteps);
  EdgeCount result;
  for (std::uint32_t lock = 0; lock < trace.locks.size(); ++lock) {
    const auto count = [&](LockId held) {
      if (index(held) == lock || trace.locks[index(held)].tainted) return;
      if (countedFor[index(held)] == lock) return;
      countedFor[index(held)] = lock;
      ++result.edges;
    };
    for (std::uint32_t i = byLock.begin[lock]; i < byLock.begin[lock + 1]; ++i) {
      std::uint32_t id = byLock.dependencies[i];
      while (walkedFor[id] != lock) {
        walkedFor[id] = lock;
        const Dependency& d = trace.dependencies[id];
        if (!budget.take(1 + d.held.size())) return {result.edges, false};
        for (const HeldLock& held : d.held) count(held.lock);
        if (!d.base) break;
        id = static_cast<std::uint32_t>(*d.base);
        count(trace.dependencies[id].lock);
      }
    }
  }
  return result;
}

}  // namespace gordian::lockgraph
