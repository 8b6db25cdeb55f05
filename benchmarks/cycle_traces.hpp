// Traces of known shape and any size, for the benchmark of the cycle search.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <random>
#include <utility>
#include <vector>

namespace gordian::benchmarks {

using Edge = std::pair<std::uint32_t, std::uint32_t>;  // held, acquired

inline lockgraph::Trace traceOf(std::uint32_t locks, std::uint32_t threads) {
  lockgraph::Trace trace;
  trace.threads.resize(threads);
  trace.locks.resize(locks);
  for (std::uint32_t i = 0; i < locks; ++i) trace.locks[i].lockClass = i;
  return trace;
}

inline void addDependency(lockgraph::Trace& trace, std::uint32_t thread,
                          const std::vector<std::uint32_t>& held, std::uint32_t lock,
                          lockgraph::Acquisition acquisition = lockgraph::Acquisition::Blocking) {
  lockgraph::Dependency d;
  d.thread = lockgraph::ThreadId{thread};
  d.lock = lockgraph::LockId{lock};
  d.acquisition = acquisition;
  for (const std::uint32_t one : held)
    d.held.push_back({lockgraph::LockId{one}, lockgraph::Mode::Exclusive, 1, {}});
  d.occurrences.push_back({0, trace.dependencies.size() + 1});
  trace.dependencies.push_back(std::move(d));
}

// Random pairs in one order, and about `inversions` of them against it.
inline std::vector<Edge> orderedPairs(std::uint32_t locks, std::uint32_t count,
                                      std::uint32_t inversions) {
  std::mt19937_64 random(1);
  std::vector<Edge> edges;
  while (edges.size() < count) {
    auto a = static_cast<std::uint32_t>(random() % locks);
    auto b = static_cast<std::uint32_t>(random() % locks);
    if (a == b) continue;
    const bool isInverted = inversions > 0 && random() % (count / inversions) == 0;
    if ((a > b) != isInverted) std::swap(a, b);
    edges.emplace_back(a, b);
  }
  return edges;
}

inline lockgraph::Trace pairsTrace(std::uint32_t locks, std::uint32_t count,
                                   std::uint32_t inversions) {
  lockgraph::Trace trace = traceOf(locks, 8);
  std::uint32_t thread = 0;
  for (const auto& [held, acquired] : orderedPairs(locks, count, inversions))
    addDependency(trace, thread++ % 8, {held}, acquired);
  return trace;
}

// Every ordered pair of locks, by every thread.
inline lockgraph::Trace allPairs(std::uint32_t locks, std::uint32_t threads) {
  lockgraph::Trace trace = traceOf(locks, threads);
  for (std::uint32_t thread = 0; thread < threads; ++thread)
    for (std::uint32_t a = 0; a < locks; ++a)
      for (std::uint32_t b = 0; b < locks; ++b)
        if (a != b) addDependency(trace, thread, {a}, b);
  return trace;
}

// As memcached: thousands of item locks, each taken before some list lock, and tried under it.
inline lockgraph::Trace triedBack(std::uint32_t items, std::uint32_t lists) {
  lockgraph::Trace trace = traceOf(items + lists, 4);
  for (std::uint32_t i = 0; i < items + lists; ++i) trace.locks[i].lockClass = i < items ? 0 : 1;
  for (std::uint32_t thread = 0; thread < 4; ++thread)
    for (std::uint32_t item = 0; item < items; ++item)
      for (std::uint32_t i = 0; i < 4; ++i) {
        const std::uint32_t list = items + (item * 7 + thread + i) % lists;
        addDependency(trace, thread, {item}, list);
        addDependency(trace, thread, {list}, item, lockgraph::Acquisition::Try);
      }
  return trace;
}

}  // namespace gordian::benchmarks
