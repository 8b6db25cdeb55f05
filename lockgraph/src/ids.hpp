// Strong ids as array indices, and the other way round.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <cstddef>

namespace gordian::lockgraph {

constexpr std::size_t index(LockId id) {
  return static_cast<std::size_t>(id);
}
constexpr std::size_t index(ThreadId id) {
  return static_cast<std::size_t>(id);
}
constexpr std::size_t index(DependencyId id) {
  return static_cast<std::size_t>(id);
}

inline const Dependency& at(const Trace& trace, DependencyId id) {
  return trace.dependencies[index(id)];
}

// Takes part in the order at all: neither a lock that is held already nor a signal.
inline bool entersOrder(const Trace& trace, const Dependency& d) {
  return !d.reentrant && !trace.locks[index(d.lock)].tainted;
}

}  // namespace gordian::lockgraph
