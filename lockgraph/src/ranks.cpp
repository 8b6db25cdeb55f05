#include <gordian/lockgraph/analysis.hpp>

#include <set>
#include <tuple>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

using Ranks = std::vector<std::optional<std::int64_t>>;

// The held lock of the greatest rank.
std::optional<LockId> highest(const Trace& trace, const Dependency& dependency,
                              const Ranks& ranks) {
  std::optional<LockId> result;
  const auto look = [&](LockId lock) {
    const auto& rank = ranks[index(lock)];
    if (lock == dependency.lock || !rank || trace.locks[index(lock)].tainted) return;
    if (!result || *rank > *ranks[index(*result)]) result = lock;
  };
  const Dependency* at = &dependency;
  while (true) {
    for (const HeldLock& held : at->held) look(held.lock);
    if (!at->base) return result;
    at = &trace.dependencies[index(*at->base)];
    look(at->lock);
  }
}

}  // namespace

std::vector<RankBreak> findRankBreaks(const Trace& trace, const Ranks& ranks) {
  std::vector<RankBreak> result;
  std::set<std::tuple<std::uint32_t, std::uint32_t, StackId>> listed;
  for (std::uint32_t i = 0; i < trace.dependencies.size(); ++i) {
    const Dependency& d = trace.dependencies[i];
    // One that only tries breaks no order: it never waits.
    if (d.acquisition == Acquisition::Try || !entersOrder(trace, d)) continue;
    const auto& rank = ranks[index(d.lock)];
    if (!rank) continue;
    const std::optional<LockId> held = highest(trace, d, ranks);
    if (!held || *ranks[index(*held)] < *rank) continue;
    const auto key = std::tuple(trace.locks[index(*held)].lockClass,
                                trace.locks[index(d.lock)].lockClass, d.stack);
    if (!listed.insert(key).second) continue;
    result.push_back({{*held, d.lock, static_cast<DependencyId>(i)}, *ranks[index(*held)], *rank});
  }
  return result;
}

}  // namespace gordian::lockgraph
