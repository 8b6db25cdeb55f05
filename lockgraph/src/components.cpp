#include "components.hpp"

#include <map>
#include <utility>

#include "ids.hpp"
#include "strong.hpp"

namespace gordian::lockgraph {
namespace {

using Edges = VertexPairs;

constexpr Vertex kNoVertex = 0xffffffffu;

// By dependency: the vertex of its held set, for those that are a base.
std::vector<Vertex> numberBases(const Trace& trace, Vertex& next) {
  std::vector<Vertex> vertexOf(trace.dependencies.size(), kNoVertex);
  for (const Dependency& d : trace.dependencies) {
    if (d.base && vertexOf[index(*d.base)] == kNoVertex) vertexOf[index(*d.base)] = next++;
  }
  return vertexOf;
}

void connect(const Trace& trace, const Dependency& d, Vertex to, const std::vector<Vertex>& bases,
             Edges& edges) {
  const auto addLock = [&](LockId lock) {
    const auto from = static_cast<Vertex>(index(lock));
    if (!trace.locks[index(lock)].tainted && from != to) edges.emplace_back(from, to);
  };
  for (const HeldLock& held : d.held) addLock(held.lock);
  if (!d.base) return;
  addLock(at(trace, *d.base).lock);
  edges.emplace_back(bases[index(*d.base)], to);
}

Edges collectEdges(const Trace& trace, TryEdges tryEdges, const std::vector<Vertex>& bases) {
  Edges edges;
  edges.reserve(trace.dependencies.size() * 2);
  for (std::size_t i = 0; i < trace.dependencies.size(); ++i) {
    const Dependency& d = trace.dependencies[i];
    const bool makesEdge =
        entersOrder(trace, d) && (tryEdges == TryEdges::Take || d.acquisition != Acquisition::Try);
    const auto lock = static_cast<Vertex>(index(d.lock));
    if (bases[i] != kNoVertex) {
      connect(trace, d, bases[i], bases, edges);
      if (makesEdge) edges.emplace_back(bases[i], lock);
    } else if (makesEdge) {
      connect(trace, d, lock, bases, edges);
    }
  }
  return edges;
}

}  // namespace

Components findComponents(const Trace& trace, TryEdges tryEdges) {
  auto vertices = static_cast<Vertex>(trace.locks.size());
  const std::vector<Vertex> bases = numberBases(trace, vertices);
  const Edges edges = collectEdges(trace, tryEdges, bases);
  return groupLocks(trace.locks.size(), strongComponents(edges, vertices));
}

Components groupLocks(std::size_t lockCount, const std::vector<std::uint32_t>& raw) {
  std::vector<std::uint32_t> sizes(raw.size(), 0);
  for (std::size_t lock = 0; lock < lockCount; ++lock) ++sizes[raw[lock]];
  Components result;
  result.ofLock.assign(lockCount, kNoComponent);
  std::map<std::uint32_t, std::uint32_t> numberOf;
  for (std::size_t lock = 0; lock < lockCount; ++lock) {
    if (sizes[raw[lock]] < 2) continue;
    const auto fresh = static_cast<std::uint32_t>(result.locks.size());
    const std::uint32_t number = numberOf.emplace(raw[lock], fresh).first->second;
    if (number == fresh) result.locks.emplace_back();
    result.ofLock[lock] = number;
    result.locks[number].push_back(static_cast<LockId>(lock));
  }
  return result;
}

}  // namespace gordian::lockgraph
