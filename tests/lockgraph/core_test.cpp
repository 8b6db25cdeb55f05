// The reduction and the bounded search against a plain enumeration of all rings of dependencies.
//
// The model shares nothing with the search but the trace: it tries every sequence of dependencies,
// and knows neither components nor shapes, ranks, distances or classes that are done.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core.hpp"
#include "search.hpp"
#include "trace_text.hpp"

namespace gordian::lockgraph::test {
namespace {

using Classes = std::set<std::uint32_t>;
using Verdicts = std::map<Classes, Confidence>;

// Without order between threads, so that a ring counts by its held sets, modes and threads alone.
class Naive {
 public:
  explicit Naive(const Trace& trace) : trace_(trace) {
    for (std::size_t i = 0; i < trace.dependencies.size(); ++i) extend({i});
  }
  const Verdicts& verdicts() const { return verdicts_; }
  const std::set<std::size_t>& needed() const { return needed_; }

 private:
  using Ring = std::vector<std::size_t>;

  const Dependency& at(std::size_t id) const { return trace_.dependencies[id]; }

  static const HeldLock* heldBy(const Dependency& d, LockId lock) {
    const auto found = std::find_if(d.held.begin(), d.held.end(),
                                    [&](const HeldLock& held) { return held.lock == lock; });
    return found == d.held.end() ? nullptr : &*found;
  }
  static bool isWaiting(const Dependency& waiter, const Dependency& holder) {
    const HeldLock* held = heldBy(holder, waiter.lock);
    if (held == nullptr) return false;
    return waiter.mode == Mode::Exclusive || held->mode == Mode::Exclusive;
  }
  static bool canCoexist(const Dependency& a, const Dependency& b) {
    return std::none_of(a.held.begin(), a.held.end(), [&](const HeldLock& mine) {
      const HeldLock* theirs = heldBy(b, mine.lock);
      return theirs != nullptr && (mine.mode == Mode::Exclusive || theirs->mode == Mode::Exclusive);
    });
  }
  bool fits(const Ring& ring) const {
    const Dependency& last = at(ring.back());
    if (last.acquisition == Acquisition::Try) return false;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const Dependency& other = at(ring[i]);
      if (other.lock == last.lock || other.thread == last.thread) return false;
      if (!canCoexist(other, last)) return false;
    }
    return ring.size() == 1 || isWaiting(at(ring[ring.size() - 2]), last);
  }
  void extend(Ring ring) {
    if (!fits(ring)) return;
    if (ring.size() > 1 && isWaiting(at(ring.back()), at(ring.front()))) count(ring);
    for (std::size_t i = 0; i < trace_.dependencies.size(); ++i) {
      Ring longer = ring;
      longer.push_back(i);
      extend(std::move(longer));
    }
  }
  void count(const Ring& ring) {
    Classes classes;
    Confidence confidence = Confidence::Likely;
    for (const std::size_t id : ring) {
      classes.insert(trace_.locks[static_cast<std::size_t>(at(id).lock)].lockClass);
      needed_.insert(id);
      if (at(id).acquisition == Acquisition::Timed) confidence = Confidence::Possible;
    }
    Confidence& known = verdicts_.emplace(classes, confidence).first->second;
    known = std::max(known, confidence);
  }

  const Trace& trace_;
  Verdicts verdicts_;
  std::set<std::size_t> needed_;
};

Classes classesOf(const Trace& trace, const Cycle& cycle) {
  Classes classes;
  for (const CycleEdge& edge : cycle.edges)
    classes.insert(trace.locks[static_cast<std::size_t>(edge.held)].lockClass);
  return classes;
}

// What the search alone finds: nothing that lists refuted cycles helps it.
Verdicts searched(const Trace& trace, std::set<std::size_t>* left = nullptr) {
  const Components components = findComponents(trace, TryEdges::Take);
  const Shapes shapes(trace, components);
  Verdict verdict(shapes);
  Findings findings(trace, 1'000'000);
  std::vector<std::string> cut;
  searchDeadlocks(shapes, {}, verdict, findings, cut);
  EXPECT_THAT(cut, testing::IsEmpty());
  if (left != nullptr) {
    const Core core(shapes, verdict);
    for (const ShapeId id : core.within(0, static_cast<ShapeId>(shapes.size()))) {
      for (const Member& member : shapes[id].members)
        for (const Sighting& seen : member.sightings)
          left->insert(static_cast<std::size_t>(seen.dependency));
    }
  }
  Verdicts verdicts;
  for (const Cycle& cycle : findings.take())
    verdicts.emplace(classesOf(trace, cycle), cycle.confidence);
  return verdicts;
}

Trace randomTrace(std::uint32_t locks, std::uint32_t classes, std::uint32_t threads,
                  std::size_t dependencies) {
  const auto below = [](std::uint32_t end) { return *rc::gen::inRange<std::uint32_t>(0, end); };
  Trace trace;
  trace.threads.resize(threads);
  trace.locks.resize(locks);
  for (std::uint32_t i = 0; i < locks; ++i) {
    trace.locks[i].lockClass = classes == 0 ? i : i % classes;
    if (i % 3 == 2) trace.locks[i].kind = LockKind::RwLock;
  }
  const auto modeOf = [&](std::uint32_t lock) {
    const bool isShared = trace.locks[lock].kind == LockKind::RwLock && below(2) == 0;
    return isShared ? Mode::Shared : Mode::Exclusive;
  };
  for (std::size_t i = 0; i < dependencies; ++i) {
    Dependency d;
    d.thread = ThreadId{below(threads)};
    std::vector<std::uint32_t> all(locks);
    for (std::uint32_t lock = 0; lock < locks; ++lock) all[lock] = lock;
    const std::uint32_t count = 1 + below(std::min(locks - 1, 3u));
    for (std::uint32_t j = 0; j <= count; ++j) std::swap(all[j], all[j + below(locks - j)]);
    for (std::uint32_t j = 0; j < count; ++j)
      d.held.push_back({LockId{all[j]}, modeOf(all[j]), static_cast<std::uint32_t>(i), StackId{}});
    d.lock = LockId{all[count]};
    d.mode = modeOf(all[count]);
    const std::uint32_t kind = below(8);
    if (kind == 0) d.acquisition = Acquisition::Try;
    if (kind == 1) d.acquisition = Acquisition::Timed;
    d.occurrences.push_back({0, i + 1});
    trace.dependencies.push_back(std::move(d));
  }
  return trace;
}

RC_GTEST_PROP(Search, FindsWhatPlainEnumerationFinds, ()) {
  const auto locks = *rc::gen::inRange<std::uint32_t>(2, 7);
  const auto classes = *rc::gen::inRange<std::uint32_t>(0, 4);
  const auto threads = *rc::gen::inRange<std::uint32_t>(1, 5);
  const auto size = *rc::gen::inRange<std::size_t>(2, 16);
  const Trace trace = randomTrace(locks, classes, threads, size);
  RC_ASSERT(searched(trace) == Naive(trace).verdicts());
}

RC_GTEST_PROP(Core, LosesNothingThatACycleNeeds, ()) {
  const auto locks = *rc::gen::inRange<std::uint32_t>(2, 7);
  const auto threads = *rc::gen::inRange<std::uint32_t>(1, 5);
  const Trace trace = randomTrace(locks, 0, threads, *rc::gen::inRange<std::size_t>(2, 16));
  std::set<std::size_t> left;
  searched(trace, &left);
  // Of dependencies that are alike, in one segment of one thread, a shape keeps one.
  const auto isAlike = [&](const Dependency& a, const Dependency& b) {
    return a.thread == b.thread && a.lock == b.lock && a.mode == b.mode &&
           a.acquisition == b.acquisition &&
           std::equal(a.held.begin(), a.held.end(), b.held.begin(), b.held.end(),
                      [](const HeldLock& x, const HeldLock& y) {
                        return x.lock == y.lock && x.mode == y.mode;
                      });
  };
  const Naive naive(trace);
  for (const std::size_t id : naive.needed()) {
    RC_ASSERT(std::any_of(left.begin(), left.end(), [&](std::size_t other) {
      return isAlike(trace.dependencies[id], trace.dependencies[other]);
    }));
  }
}

// Many locks of few classes: those that are done are not searched again, and no set is missing.
RC_GTEST_PROP(Search, FindsEverySetOfClasses, ()) {
  const auto classes = *rc::gen::inRange<std::uint32_t>(1, 4);
  const Trace trace = randomTrace(36, classes, 3, *rc::gen::inRange<std::size_t>(30, 90));
  RC_ASSERT(searched(trace) == Naive(trace).verdicts());
}

std::size_t sizeOfCore(const TraceText& text) {
  const Components components = findComponents(text.trace(), TryEdges::Take);
  const Shapes shapes(text.trace(), components);
  Verdict verdict(shapes);
  return Core(shapes, verdict).size();
}

TEST(Core, KeepsACycle) {
  EXPECT_EQ(sizeOfCore({"T1: A->B", "T2: B->A"}), 2u);
}

TEST(Core, DropsATailOfACycle) {
  EXPECT_EQ(sizeOfCore({"T1: A->B", "T2: B->A", "T1: A->C", "T1: C->D"}), 2u);
}

TEST(Core, DropsWhatOnlyTries) {
  EXPECT_EQ(sizeOfCore({"T1: A->B", "T2: B->A?"}), 0u);
}

TEST(Core, DropsWhatOneThreadDoes) {
  EXPECT_EQ(sizeOfCore({"T1: A->B", "T1: B->A"}), 0u);
}

TEST(Core, DropsWhatHasACommonGate) {
  EXPECT_EQ(sizeOfCore({"T1: g A->B", "T2: g B->A"}), 0u);
}

TEST(Core, KeepsWhatHasASharedGate) {
  EXPECT_EQ(sizeOfCore({"kind g rwlock", "T1: g/s A->B", "T2: g/s B->A"}), 2u);
}

// Each pair has its gate, and no gate is common to all.
TEST(Core, DropsWhatNobodyCanWaitFor) {
  EXPECT_EQ(sizeOfCore({"T1: g A->B", "T2: g h B->C", "T3: g h C->A"}), 0u);
}

TEST(Core, DropsReadersOfReaders) {
  EXPECT_EQ(sizeOfCore({"kind A rwlock", "kind B rwlock", "T1: A/s->B/s", "T2: B/s->A/s"}), 0u);
}

// What a dropped shape held together falls apart, and that is dropped, too.
TEST(Core, DropsAgainWhatHasLostItsPartner) {
  EXPECT_EQ(sizeOfCore({"T1: A->B", "T2: B->C", "T1: C->D", "T2: D->A?"}), 0u);
}

std::size_t backEdges(const std::vector<std::vector<std::uint32_t>>& after) {
  const std::vector<std::uint32_t> place = orderWithFewBackEdges(after);
  std::size_t back = 0;
  for (std::uint32_t v = 0; v < after.size(); ++v)
    for (const std::uint32_t to : after[v]) back += place[to] < place[v] ? 1 : 0;
  return back;
}

TEST(CoreOrder, OfAnAcyclicGraphHasNoBackEdge) {
  EXPECT_EQ(backEdges({{}, {0}, {0, 1}, {2, 0}}), 0u);
}

TEST(CoreOrder, OfARingHasOne) {
  EXPECT_EQ(backEdges({{1}, {2}, {3}, {0}}), 1u);
}

RC_GTEST_PROP(CoreOrder, IsAPermutationWithAtMostHalfOfTheEdgesBack, ()) {
  const auto size = *rc::gen::inRange<std::uint32_t>(1, 12);
  std::vector<std::vector<std::uint32_t>> after(size);
  std::size_t edges = 0;
  for (std::uint32_t v = 0; v < size; ++v)
    for (std::uint32_t to = 0; to < size; ++to)
      if (v != to && *rc::gen::inRange(0, 3) == 0) {
        after[v].push_back(to);
        ++edges;
      }
  auto place = orderWithFewBackEdges(after);
  RC_ASSERT(backEdges(after) * 2 <= edges);
  std::sort(place.begin(), place.end());
  for (std::uint32_t v = 0; v < size; ++v) RC_ASSERT(place[v] == v);
}

}  // namespace
}  // namespace gordian::lockgraph::test
