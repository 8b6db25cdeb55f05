// Which locks can lie on a common cycle: the strongly connected components of the lock-order graph.
//
// A dependency with a base has one edge from every lock it holds; written out, a nest of n locks
// would need n²/2 of them. So a held set that serves as a base is a vertex of its own: every lock
// of the set leads into it, and it leads to whatever was acquired with it. The components of the
// locks are the same and the graph is linear in the trace.
// Algorithm: Tarjan (1972) as boost::strong_components. Cost: O(locks + dependencies + held).
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <cstdint>
#include <vector>

namespace gordian::lockgraph {

enum class TryEdges { Leave, Take };

inline constexpr std::uint32_t kNoComponent = 0xffffffffu;

struct Components {
  std::vector<std::uint32_t> ofLock;       // by lock; kNoComponent: on no cycle
  std::vector<std::vector<LockId>> locks;  // by component, ascending; components by first lock
};

Components findComponents(const Trace& trace, TryEdges tryEdges);

// The locks are the first `lockCount` vertices of `raw`, which has the component of each.
Components groupLocks(std::size_t lockCount, const std::vector<std::uint32_t>& raw);

}  // namespace gordian::lockgraph
