// Which cycles are found, how often they are listed, and what the bounds do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "trace_text.hpp"

namespace gordian::lockgraph::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string lockName(std::size_t i) {
  return "L" + std::to_string(1000 + i);
}

TraceText ring(std::size_t length) {
  TraceText text;
  for (std::size_t i = 0; i < length; ++i) text.lock(lockName(i));
  for (std::size_t i = 0; i < length; ++i) {
    text.add("T" + std::to_string(i) + ": " + lockName(i) + "->" + lockName((i + 1) % length));
  }
  return text;
}

class RingOf : public testing::TestWithParam<std::size_t> {};

TEST_P(RingOf, IsOneLikelyCycle) {
  const TraceText text = ring(GetParam());
  const Analysis analysis = analyse(text.trace());
  ASSERT_THAT(analysis.cycles, SizeIs(1));
  EXPECT_EQ(analysis.cycles[0].confidence, Confidence::Likely);
  ASSERT_THAT(analysis.cycles[0].edges, SizeIs(GetParam()));
  for (std::size_t i = 0; i < GetParam(); ++i) {
    const CycleEdge& edge = analysis.cycles[0].edges[i];
    const CycleEdge& next = analysis.cycles[0].edges[(i + 1) % GetParam()];
    EXPECT_EQ(edge.acquired, next.held);
    EXPECT_EQ(static_cast<std::size_t>(edge.held), i);
    const Dependency& d = text.trace().dependencies[static_cast<std::size_t>(edge.dependency)];
    EXPECT_EQ(d.lock, edge.acquired);
    EXPECT_EQ(d.held.back().lock, edge.held);
  }
  EXPECT_THAT(analysis.cut, IsEmpty());
  EXPECT_EQ(analysis.edges, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Lengths, RingOf, testing::Values(2, 3, 4, 8, 16));

TEST(Cycles, LongerThanTheBoundIsSaid) {
  const Analysis analysis = analyse(ring(17).trace());
  EXPECT_THAT(analysis.cycles, IsEmpty());
  EXPECT_THAT(analysis.cut, testing::Contains(HasSubstr("more than 16 locks")));
  Limits wider;
  wider.maxCycleLength = 17;
  EXPECT_THAT(analyse(ring(17).trace(), wider).cycles, SizeIs(1));
}

TEST(Cycles, FivePhilosophersAreOneFinding) {
  TraceText text = ring(5);
  for (Lock& lock : text.trace().locks) lock.lockClass = 1;
  EXPECT_THAT(text.cycles(), SizeIs(1));
}

TEST(Cycles, LeftHandedPhilosopherBreaksTheRing) {
  TraceText text;
  for (std::size_t i = 0; i < 4; ++i) {
    text.add("T" + std::to_string(i) + ": " + lockName(i) + "->" + lockName(i + 1));
  }
  text.add("T4: " + lockName(0) + "->" + lockName(4));
  EXPECT_THAT(text.cycles(), IsEmpty());
}

TEST(Cycles, ManyStacksAndThreadsAreOneCycle) {
  TraceText text;
  for (int i = 0; i < 20; ++i) {
    text.add("T" + std::to_string(i) + ": A->B");
    text.add("T" + std::to_string(i) + ": B->A");
  }
  EXPECT_THAT(text.cycles(), ElementsAre("A -> B -> A likely"));
}

TEST(Cycles, EqualClassesAreCountedNotListed) {
  EXPECT_THAT(TraceText({"class A 1", "class B 2", "class C 1", "class D 2", "T1: A->B", "T2: B->A",
                         "T1: C->D", "T2: D->C"})
                  .cycles(),
              ElementsAre("A -> B -> A likely (+1)"));
}

TEST(Cycles, TheMoreConfidentOfEqualClassesIsListed) {
  EXPECT_THAT(TraceText({"class A 1", "class B 2", "class C 1", "class D 2", "T1: A->B~",
                         "T2: B->A", "T1: C->D", "T2: D->C"})
                  .cycles(),
              ElementsAre("C -> D -> C likely (+1)"));
}

TEST(Cycles, ByConfidenceThenLengthThenLocks) {
  EXPECT_THAT(TraceText({"T1: A->B", "T1: B->A", "T1: C->D~", "T2: D->C", "T1: E->F", "T2: F->G",
                         "T3: G->E", "T1: H->I", "T2: I->H"})
                  .cycles(),
              ElementsAre("H -> I -> H likely", "E -> F -> G -> E likely",
                          "C -> D -> C possible: timed", "A -> B -> A ruled out: one thread"));
}

TEST(Cycles, TwoThroughOneLock) {
  EXPECT_THAT(TraceText({"T1: A->B", "T2: B->A", "T1: B->C", "T2: C->B"}).cycles(),
              ElementsAre("A -> B -> A likely", "B -> C -> B likely"));
}

TEST(Cycles, ManyThreadsOnALongRingDoNotExplode) {
  TraceText text;
  for (int thread = 0; thread < 64; ++thread) {
    for (std::size_t i = 0; i < 8; ++i) {
      text.add("T" + std::to_string(thread) + ": " + lockName(i) + "->" + lockName((i + 1) % 8));
    }
  }
  const Analysis analysis = analyse(text.trace());
  ASSERT_THAT(analysis.cycles, SizeIs(1));
  EXPECT_EQ(analysis.cycles[0].confidence, Confidence::Likely);
  EXPECT_THAT(analysis.cut, IsEmpty());
}

// Every ordered pair of `locks` locks, by each of `threads` threads.
TraceText allPairs(std::size_t locks, int threads, const std::string& gate) {
  TraceText text;
  for (int thread = 0; thread < threads; ++thread) {
    for (std::size_t i = 0; i < locks; ++i) {
      for (std::size_t j = 0; j < locks; ++j) {
        if (i == j) continue;
        text.add("T" + std::to_string(thread) + ": " + gate + lockName(i) + "->" + lockName(j));
      }
    }
  }
  return text;
}

// Of the processor, not of the clock on the wall: other programs do not count.
double secondsToAnalyse(const TraceText& text, Analysis& analysis) {
  const std::clock_t begin = std::clock();
  analysis = analyse(text.trace());
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// Generous, for sanitizers; an explosion takes minutes.
constexpr double kPatience = 10;

TEST(Bounds, DenseComponentOfOneThread) {
  Analysis analysis;
  EXPECT_LT(secondsToAnalyse(allPairs(200, 1, ""), analysis), kPatience);
  EXPECT_THAT(analysis.cycles, SizeIs(1000));
  for (const Cycle& cycle : analysis.cycles) EXPECT_EQ(cycle.reason, Reason::OneThread);
  EXPECT_THAT(analysis.unlisted, testing::Contains(HasSubstr("not every cycle that is ruled out")));
}

TEST(Bounds, DenseComponentUnderOneGate) {
  Analysis analysis;
  EXPECT_LT(secondsToAnalyse(allPairs(200, 2, "gate "), analysis), kPatience);
  ASSERT_FALSE(analysis.cycles.empty());
  for (const Cycle& cycle : analysis.cycles) EXPECT_EQ(cycle.reason, Reason::GateLock);
}

TEST(Bounds, DenseComponentOfOneClassIsOneFinding) {
  TraceText text = allPairs(40, 2, "");
  for (Lock& lock : text.trace().locks) lock.lockClass = 1;
  Analysis analysis;
  EXPECT_LT(secondsToAnalyse(text, analysis), kPatience);
  ASSERT_FALSE(analysis.cycles.empty());
  EXPECT_EQ(analysis.cycles[0].confidence, Confidence::Likely);
  EXPECT_EQ(analysis.cycles[0].alike, 40u * 39 / 2 - 1);
}

TEST(Bounds, ListIsCutAndSaid) {
  Limits limits;
  limits.maxCycles = 10;
  const TraceText text = allPairs(40, 2, "");
  const Analysis analysis = analyse(text.trace(), limits);
  EXPECT_THAT(analysis.cycles, SizeIs(10));
  EXPECT_THAT(analysis.cut, testing::Contains(HasSubstr("more than 10 cycles")));
}

TEST(Bounds, StepsAreCutAndSaid) {
  Limits limits;
  limits.maxSteps = 100;
  const Analysis analysis = analyse(allPairs(40, 2, "").trace(), limits);
  EXPECT_THAT(analysis.cut, testing::Contains(HasSubstr("search stopped after 100 steps")));
}

// `depth` locks held at once, each acquired on top of the dependency before it.
Trace nest(std::size_t depth) {
  Trace trace;
  trace.threads.resize(2);
  trace.locks.resize(depth);
  for (std::uint32_t i = 0; i < depth; ++i) trace.locks[i].lockClass = i;
  for (std::uint32_t i = 1; i < depth; ++i) {
    Dependency d;
    d.lock = LockId{i};
    if (i == 1) d.held.push_back({LockId{0}, Mode::Exclusive, 1, StackId{}});
    if (i > 1) d.base = DependencyId{i - 2};
    d.occurrences.push_back({0, i});
    trace.dependencies.push_back(std::move(d));
  }
  return trace;
}

TEST(Bounds, NestOfTenThousandLocks) {
  const Analysis analysis = analyse(nest(10'000));
  EXPECT_THAT(analysis.cycles, IsEmpty());
  EXPECT_THAT(analysis.cut, IsEmpty());
  EXPECT_EQ(analysis.edges, 10'000u * 9'999 / 2);
}

TEST(Bounds, CycleAcrossANestOfTenThousandLocks) {
  Trace trace = nest(10'000);
  Dependency back;
  back.thread = ThreadId{1};
  back.held.push_back({LockId{9'999}, Mode::Exclusive, 1, StackId{}});
  back.lock = LockId{0};
  back.occurrences.push_back({0, 20'000});
  trace.dependencies.push_back(back);
  const Analysis analysis = analyse(trace);
  ASSERT_FALSE(analysis.cycles.empty());
  EXPECT_EQ(analysis.cycles[0].confidence, Confidence::Likely);
  EXPECT_THAT(analysis.cycles[0].edges, SizeIs(2));
}

TEST(Cycles, EmptyTrace) {
  const Analysis analysis = analyse(Trace{});
  EXPECT_THAT(analysis.cycles, IsEmpty());
  EXPECT_EQ(analysis.edges, 0u);
}

}  // namespace
}  // namespace gordian::lockgraph::test
