// A chain of bases means the same as the list written out.
#include <gtest/gtest.h>
#include <gordian/lockgraph/analysis.hpp>
// GoogleTest first.
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace gordian::lockgraph {
namespace {

// Random dependencies of a few threads; some stand on an earlier one of their thread.
Trace randomTrace() {
  // At full size from the first trace on: small ranges would be drawn narrower still.
  const auto below = [](std::uint32_t bound) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::uint32_t>(0, bound));
  };
  Trace trace;
  trace.locks.resize(6);
  trace.threads.resize(3);
  for (std::uint32_t i = 0; i < trace.locks.size(); ++i) {
    trace.locks[i].lockClass = i;
    trace.locks[i].kind = below(3) == 0 ? LockKind::RwLock : LockKind::Mutex;
    trace.locks[i].tainted = below(12) == 0;
  }
  const std::uint32_t count = below(14);
  for (std::uint32_t i = 0; i < count; ++i) {
    Dependency d;
    d.thread = ThreadId{below(3)};
    d.lock = LockId{below(6)};
    d.mode = below(3) == 0 ? Mode::Shared : Mode::Exclusive;
    d.acquisition = below(5) == 0 ? Acquisition::Try : Acquisition::Blocking;
    d.reentrant = below(10) == 0;
    std::vector<std::uint32_t> earlier;
    for (std::uint32_t j = 0; j < i; ++j) {
      if (trace.dependencies[j].thread == d.thread) earlier.push_back(j);
    }
    if (!earlier.empty() && below(3) > 0) {
      d.base = DependencyId{earlier[below(static_cast<std::uint32_t>(earlier.size()))]};
    }
    for (std::uint32_t j = below(d.base ? 2 : 3) + (d.base ? 0 : 1); j > 0; --j) {
      d.held.push_back({LockId{below(6)}, below(3) == 0 ? Mode::Shared : Mode::Exclusive, 1, {}});
    }
    d.occurrences.push_back({0, i});
    trace.dependencies.push_back(std::move(d));
  }
  return trace;
}

Trace writtenOut(Trace trace) {
  for (Dependency& d : trace.dependencies) {
    if (!d.base) continue;
    const Dependency& base = trace.dependencies[static_cast<std::size_t>(*d.base)];
    std::vector<HeldLock> held = base.held;  // written out already
    held.push_back({base.lock, base.mode, 1, base.stack});
    held.insert(held.end(), d.held.begin(), d.held.end());
    d.held = std::move(held);
    d.base.reset();
  }
  return trace;
}

// Every pair, the plain way.
std::size_t countPairs(const Trace& explicitTrace) {
  std::vector<std::pair<LockId, LockId>> pairs;
  for (const Dependency& d : explicitTrace.dependencies) {
    const auto isTainted = [&](LockId lock) {
      return explicitTrace.locks[static_cast<std::size_t>(lock)].tainted;
    };
    if (d.reentrant || d.acquisition == Acquisition::Try || isTainted(d.lock)) continue;
    for (const HeldLock& held : d.held) {
      if (held.lock != d.lock && !isTainted(held.lock)) pairs.emplace_back(held.lock, d.lock);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return static_cast<std::size_t>(std::unique(pairs.begin(), pairs.end()) - pairs.begin());
}

std::vector<std::vector<std::uint32_t>> plain(const Analysis& analysis) {
  std::vector<std::vector<std::uint32_t>> result;
  for (const Cycle& cycle : analysis.cycles) {
    result.push_back({static_cast<std::uint32_t>(cycle.confidence),
                      static_cast<std::uint32_t>(cycle.reason),
                      static_cast<std::uint32_t>(cycle.alike)});
    for (const CycleEdge& edge : cycle.edges) {
      result.back().push_back(static_cast<std::uint32_t>(edge.held));
      result.back().push_back(static_cast<std::uint32_t>(edge.acquired));
      result.back().push_back(static_cast<std::uint32_t>(edge.dependency));
    }
    for (const LockId gate : cycle.gates) result.back().push_back(static_cast<std::uint32_t>(gate));
  }
  return result;
}

RC_GTEST_PROP(BaseChain, MeansTheListWrittenOut, ()) {
  const Trace trace = randomTrace();
  const Trace explicitTrace = writtenOut(trace);
  const Analysis left = analyse(trace);
  const Analysis right = analyse(explicitTrace);
  RC_ASSERT(plain(left) == plain(right));
  RC_ASSERT(left.edges == right.edges);
  RC_ASSERT(left.edges == countPairs(explicitTrace));
  RC_ASSERT(left.doubleLocks.size() == right.doubleLocks.size());
}

// Locks are 0, 1, 2, …; without `held` the dependency stands on `base` alone.
Dependency dependency(std::uint32_t thread, std::uint32_t lock, std::vector<std::uint32_t> held,
                      std::optional<std::uint32_t> base = std::nullopt) {
  Dependency d;
  d.thread = ThreadId{thread};
  d.lock = LockId{lock};
  for (const std::uint32_t h : held) d.held.push_back({LockId{h}, Mode::Exclusive, 1, {}});
  if (base) d.base = DependencyId{*base};
  d.occurrences.push_back({0, 0});
  return d;
}

Trace traceOf(std::vector<Dependency> dependencies) {
  Trace trace;
  trace.locks.resize(3);
  for (std::uint32_t i = 0; i < 3; ++i) trace.locks[i].lockClass = i;
  trace.threads.resize(2);
  trace.dependencies = std::move(dependencies);
  return trace;
}

// What is below a base that makes no edge itself is held all the same.
TEST(BaseChain, ReachesBelowAReentrantBase) {
  Trace trace = traceOf({dependency(0, 1, {0}), dependency(0, 0, {}, 0), dependency(0, 2, {}, 1),
                         dependency(1, 1, {2})});
  trace.locks[0].kind = LockKind::RecursiveMutex;
  trace.dependencies[1].reentrant = true;
  const Analysis analysis = analyse(trace);
  ASSERT_EQ(analysis.cycles.size(), 1u);
  EXPECT_EQ(analysis.cycles[0].confidence, Confidence::Likely);
}

TEST(BaseChain, ReachesBelowATaintedBase) {
  Trace trace = traceOf({dependency(0, 1, {0}), dependency(0, 2, {}, 0), dependency(1, 0, {2})});
  trace.locks[1].tainted = true;
  const Analysis analysis = analyse(trace);
  ASSERT_EQ(analysis.cycles.size(), 1u);
  EXPECT_EQ(analysis.cycles[0].confidence, Confidence::Likely);
}

RC_GTEST_PROP(Analyse, GivesTheSameTwice, ()) {
  const Trace trace = randomTrace();
  RC_ASSERT(plain(analyse(trace)) == plain(analyse(trace)));
}

}  // namespace
}  // namespace gordian::lockgraph
