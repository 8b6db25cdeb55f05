// Every rule both ways: the situation that is a deadlock and its twin that is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trace_text.hpp"

namespace gordian::lockgraph::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> cycles(std::initializer_list<std::string> lines) {
  return TraceText(lines).cycles();
}

TEST(Verdict, OppositeOrdersOfTwoThreadsAreLikely) {
  EXPECT_THAT(cycles({"T1: A->B", "T2: B->A"}), ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, EqualOrdersAreNoCycle) {
  EXPECT_THAT(cycles({"T1: A->B", "T2: A->B"}), IsEmpty());
}

TEST(Verdict, OneThreadCannotDeadlockWithItself) {
  EXPECT_THAT(cycles({"T1: A->B", "T1: B->A"}), ElementsAre("A -> B -> A ruled out: one thread"));
}

TEST(Verdict, ThreeEdgesNeedThreeThreads) {
  EXPECT_THAT(cycles({"T1: A->B", "T1: B->C", "T2: C->A"}),
              ElementsAre("A -> B -> C -> A ruled out: one thread"));
  EXPECT_THAT(cycles({"T1: A->B", "T3: B->C", "T2: C->A"}), ElementsAre("A -> B -> C -> A likely"));
}

TEST(Verdict, PartialReleaseNeedsAThirdThread) {
  // T1 takes A, B, gives A back, takes C; T2 takes C, then A.
  EXPECT_THAT(cycles({"T1: A->B", "T1: B->C", "T2: C->A"}),
              ElementsAre("A -> B -> C -> A ruled out: one thread"));
  // Without the release A is still held when C is asked for.
  EXPECT_THAT(cycles({"T1: A->B", "T1: A B->C", "T2: C->A"}),
              ElementsAre("A -> C -> A likely", "A -> B -> C -> A ruled out: one thread"));
}

TEST(Verdict, GateLockKeepsTheTwoApart) {
  EXPECT_THAT(cycles({"T1: g A->B", "T2: g B->A"}), ElementsAre("A -> B -> A ruled out: gate g"));
  EXPECT_THAT(cycles({"T1: g A->B", "T2: h B->A"}), ElementsAre("A -> B -> A likely"));
  EXPECT_THAT(cycles({"T1: g A->B", "T2: B->A"}), ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, GateLockMayBeTakenBetween) {
  EXPECT_THAT(cycles({"T1: A g->B", "T2: g B->A", "T1: A->g", "T2: g->B"}),
              ElementsAre("A -> g -> A likely", "A -> B -> A ruled out: gate g",
                          "A -> g -> B -> A ruled out: one thread"));
}

TEST(Verdict, SharedGateIsNoGate) {
  EXPECT_THAT(cycles({"kind g rwlock", "T1: g/s A->B", "T2: g/s B->A"}),
              ElementsAre("A -> B -> A likely"));
  EXPECT_THAT(cycles({"kind g rwlock", "T1: g/s A->B", "T2: g B->A"}),
              ElementsAre("A -> B -> A ruled out: gate g"));
}

TEST(Verdict, GateOfTwoAmongThreeThreads) {
  EXPECT_THAT(cycles({"T1: g A->B", "T2: B->C", "T3: g C->A"}),
              ElementsAre("A -> B -> C -> A ruled out: gate g"));
  EXPECT_THAT(cycles({"T1: g A->B", "T2: B->C", "T3: C->A"}),
              ElementsAre("A -> B -> C -> A likely"));
}

TEST(Verdict, ATriedGateIsAGate) {
  EXPECT_THAT(cycles({"T1: g A->B", "T2: x->g?", "T2: x g B->A"}),
              ElementsAre("A -> B -> A ruled out: gate g"));
}

TEST(Verdict, OrderedByCreate) {
  EXPECT_THAT(cycles({"T1@0: A->B", "T1@0 creates T2", "T2: B->A"}),
              ElementsAre("A -> B -> A ruled out: ordered"));
  EXPECT_THAT(cycles({"T1@1: A->B", "T1@0 creates T2", "T2: B->A"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, OrderedByJoin) {
  EXPECT_THAT(cycles({"T0@0 creates T1", "T1: A->B", "T0@2 joins T1", "T0@2: B->A"}),
              ElementsAre("A -> B -> A ruled out: ordered"));
  EXPECT_THAT(cycles({"T0@0 creates T1", "T1: A->B", "T0@2 joins T1", "T0@1: B->A"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, JoinedBeforeTheOtherIsCreated) {
  EXPECT_THAT(
      cycles({"T0@0 creates T1", "T0@2 joins T1", "T0@2 creates T2", "T1: A->B", "T2: B->A"}),
      ElementsAre("A -> B -> A ruled out: ordered"));
  EXPECT_THAT(
      cycles({"T0@0 creates T1", "T0@1 creates T2", "T0@3 joins T1", "T1: A->B", "T2: B->A"}),
      ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, OrderGoesThroughOtherThreads) {
  // T1 creates T2 and joins it; T2 had joined T3.
  EXPECT_THAT(cycles({"T1@0 creates T2", "T1@1 creates T3", "T2@1 joins T3", "T1@3 joins T2",
                      "T3: A->B", "T1@3: B->A"}),
              ElementsAre("A -> B -> A ruled out: ordered"));
}

TEST(Verdict, AnotherOccurrenceIsNotOrdered) {
  EXPECT_THAT(cycles({"T1@0: A->B", "T1@0 creates T2", "T1@1: A->B", "T2: B->A"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, OccurrencesMustFitAllAtOnce) {
  // T0 meets T1 only before, T2 only after; T1 and T2 never overlap either.
  EXPECT_THAT(cycles({"T0@0 creates T1", "T0@2 joins T1", "T0@2 creates T2", "T0@1: A->B",
                      "T0@3: A->B", "T1: B->C", "T2: C->A"}),
              ElementsAre("A -> B -> C -> A ruled out: ordered"));
}

TEST(Verdict, ReadersDoNotBlockReaders) {
  EXPECT_THAT(cycles({"kind A rwlock", "kind B rwlock", "T1: A/s->B/s", "T2: B/s->A/s"}),
              ElementsAre("A -> B -> A ruled out: readers"));
  EXPECT_THAT(cycles({"kind A rwlock", "kind B rwlock", "T1: A->B/s", "T2: B/s->A/s"}),
              ElementsAre("A -> B -> A ruled out: readers"));
  EXPECT_THAT(cycles({"kind A rwlock", "kind B rwlock", "T1: A->B/s", "T2: B->A/s"}),
              ElementsAre("A -> B -> A likely"));
  EXPECT_THAT(cycles({"kind A rwlock", "kind B rwlock", "T1: A/s->B", "T2: B/s->A"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, ReadersWaitBehindAWriterWhereItIsPreferred) {
  EXPECT_THAT(cycles({"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s", "T3: x->A"}),
              ElementsAre("A -> B -> A likely"));
  EXPECT_THAT(cycles({"kind A rwlock", "T1: A/s->B", "T2: B->A/s", "T3: x->A"}),
              ElementsAre("A -> B -> A ruled out: readers"));
}

TEST(Verdict, AWriterMayHoldNothing) {
  EXPECT_THAT(cycles({"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s", "T3 uses A"}),
              ElementsAre("A -> B -> A likely"));
  EXPECT_THAT(cycles({"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s", "T3 uses A/s"}),
              ElementsAre("A -> B -> A possible: readers"));
  EXPECT_THAT(cycles({"kind B prefer-writer", "T1: A/s->B", "T2: B->A/s", "T3 uses A"}),
              ElementsAre("B -> A -> B ruled out: readers"));
}

TEST(Verdict, AWriterOfTheCycleItselfCannotWaitBesides) {
  EXPECT_THAT(
      cycles({"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s", "T1 uses A", "T2 uses A"}),
      ElementsAre("A -> B -> A possible: readers"));
}

TEST(Verdict, OfTwoThatFitTheOneIsChosenThatIsNotTheWriter) {
  EXPECT_THAT(
      cycles({"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s", "T3: B->A/s", "T2 uses A"}),
      ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, AWriterThatOnlyTriesDoesNotWait) {
  for (const char* const how : {"T3 uses A?", "T3 uses A~", "T3: x->A?", "T3: x->A~"}) {
    EXPECT_THAT(cycles({"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s", how}),
                ElementsAre("A -> B -> A possible: readers"))
        << how;
  }
  // Seen holding it, but it is known how it got there.
  EXPECT_THAT(
      cycles({"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s", "T3: A->x", "T3 uses A?"}),
      ElementsAre("A -> B -> A possible: readers"));
}

TEST(Verdict, AWriterMustBeThereAtThatTime) {
  // It was joined before T1 began.
  EXPECT_THAT(cycles({"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s", "T3 uses A",
                      "T0@2 joins T3", "T0@2 creates T1"}),
              ElementsAre("A -> B -> A possible: readers"));
  // It writes again later, or did so earlier.
  TraceText again{"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s", "T3@1 uses A",
                  "T3@4 creates T1"};
  EXPECT_THAT(again.cycles(), ElementsAre("A -> B -> A possible: readers"));
  again.trace().uses.front().segment = 5;
  EXPECT_THAT(again.cycles(), ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, AGateKeepsTheWriterOut) {
  EXPECT_THAT(cycles({"kind A prefer-writer", "T1: g A/s->B", "T2: B->A/s", "T3: g->A"}),
              ElementsAre("A -> B -> A possible: readers"));
  EXPECT_THAT(cycles({"kind A prefer-writer", "T1: g A/s->B", "T2: B->A/s", "T3: h->A"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, AWriterWaitsForOneLockAtATime) {
  const std::initializer_list<std::string> readers{"kind A prefer-writer", "kind B prefer-writer",
                                                   "T1: A/s->B/s", "T2: B/s->A/s"};
  TraceText one(readers);
  one.add("T3 uses A");
  one.add("T3 uses B");
  EXPECT_THAT(one.cycles(), ElementsAre("A -> B -> A possible: readers"));
  TraceText two(readers);
  for (const char* const line : {"T3 uses A", "T3 uses B", "T4 uses A"}) two.add(line);
  EXPECT_THAT(two.cycles(), ElementsAre("A -> B -> A likely"));
  // Not at the same time.
  TraceText apart(readers);
  for (const char* const line : {"T3 uses A", "T4 uses B", "T0@2 joins T3", "T0@2 creates T4"})
    apart.add(line);
  EXPECT_THAT(apart.cycles(), ElementsAre("A -> B -> A possible: readers"));
}

TEST(Verdict, AWriterThatNobodySawIsLeftOpen) {
  EXPECT_THAT(cycles({"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s"}),
              ElementsAre("A -> B -> A possible: readers"));
  // Seen holding it, it must have acquired it.
  EXPECT_THAT(cycles({"kind A prefer-writer", "T1: A/s->B", "T2: B->A/s", "T3: A->x"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, TryAcquisitionNeverWaits) {
  EXPECT_THAT(cycles({"T1: A->B?", "T2: B->A"}), ElementsAre("A -> B -> A ruled out: try"));
  EXPECT_THAT(cycles({"T1: A->B?", "T1: A->B", "T2: B->A"}), ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, WhatWasTriedIsHeld) {
  EXPECT_THAT(cycles({"T1: A->B?", "T1: A B->C", "T2: C->B"}), ElementsAre("B -> C -> B likely"));
}

TEST(Verdict, TimedIsPossible) {
  EXPECT_THAT(cycles({"T1: A->B~", "T2: B->A"}), ElementsAre("A -> B -> A possible: timed"));
  EXPECT_THAT(cycles({"T1: A->B~", "T3: A->B", "T2: B->A"}), ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, WhatIsLikelyReplacesWhatWasPossible) {
  EXPECT_THAT(cycles({"T1: A->B~", "T2: B->A", "T3: x A->B"}), ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, NotYetShared) {
  EXPECT_THAT(cycles({"creator A T1", "T1: A->B", "shared A", "T2: B->A"}),
              ElementsAre("A -> B -> A ruled out: not yet shared"));
  EXPECT_THAT(cycles({"creator A T1", "shared A", "T1: A->B", "T2: B->A"}),
              ElementsAre("A -> B -> A likely"));
  EXPECT_THAT(cycles({"creator A T3", "T1: A->B", "shared A", "T2: B->A"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, AChildCanHaveBeenGivenTheLock) {
  // Whoever asks first is chance: main has the lock on its stack and creates T2 with it.
  EXPECT_THAT(cycles({"creator A T1", "T1@0 creates T2", "T1@1: A->B", "shared A", "T2: B->A"}),
              ElementsAre("A -> B -> A likely"));
  EXPECT_THAT(cycles({"creator A T1@0", "T1@0 creates T2", "T1@1: A->B", "shared A", "T2: B->A"}),
              ElementsAre("A -> B -> A likely"));
  // Known to be younger than T2.
  EXPECT_THAT(cycles({"creator A T1@1", "T1@0 creates T2", "T1@1: A->B", "shared A", "T2: B->A"}),
              ElementsAre("A -> B -> A ruled out: not yet shared"));
}

TEST(Verdict, CreatorHoldingALockGuardsTheChild) {
  EXPECT_THAT(
      cycles({"T0@0 creates T1 holding g", "T0@2 joins T1 holding g", "T1: A->B", "T2: g B->A"}),
      ElementsAre("A -> B -> A ruled out: gate g"));
  // Released in between and taken again.
  EXPECT_THAT(cycles({"T0@0 creates T1 holding g#1", "T0@2 joins T1 holding g#2", "T1: A->B",
                      "T2: g B->A"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, ChildrenOfOneStretchAreNotGuardedAgainstEachOther) {
  EXPECT_THAT(
      cycles({"T0@0 creates T1 holding g", "T0@1 creates T2 holding g", "T0@3 joins T1 holding g",
              "T0@4 joins T2 holding g", "T1: A->B", "T2: B->A"}),
      ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, TheHolderIsNotKeptFromItsChild) {
  EXPECT_THAT(
      cycles({"T0@0 creates T1 holding g", "T0@1: g B->A", "T0@2 joins T1 holding g", "T1: A->B"}),
      ElementsAre("B -> A -> B likely"));
}

TEST(Verdict, GuardIsHandedDown) {
  EXPECT_THAT(cycles({"T0@0 creates T1 holding g", "T1@0 creates T3", "T1@2 joins T3",
                      "T0@2 joins T1 holding g", "T3: A->B", "T2: g B->A"}),
              ElementsAre("A -> B -> A ruled out: gate g"));
  EXPECT_THAT(cycles({"T0@0 creates T1 holding g", "T1@0 creates T3", "T0@2 joins T1 holding g",
                      "T3: A->B", "T2: g B->A"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, StretchesOfTwoHoldersExclude) {
  EXPECT_THAT(
      cycles({"T0@0 creates T1 holding g", "T0@2 joins T1 holding g", "T8@0 creates T2 holding g",
              "T8@2 joins T2 holding g", "T1: A->B", "T2: B->A"}),
      ElementsAre("A -> B -> A ruled out: gate g"));
}

TEST(Verdict, TaintedLocksTakeNoPart) {
  EXPECT_THAT(cycles({"kind B semaphore", "taint B", "T1: A->B", "T2: B->A"}), IsEmpty());
  EXPECT_THAT(cycles({"kind B semaphore", "T1: A->B", "T2: B->A"}),
              ElementsAre("B -> A -> B likely"));
  EXPECT_THAT(cycles({"kind g semaphore", "taint g", "T1: g A->B", "T2: g B->A"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Verdict, ReentrantMakesNoEdge) {
  EXPECT_THAT(cycles({"kind A recursive", "T1: A B->A", "T2: A->B"}), IsEmpty());
  EXPECT_THAT(cycles({"kind A recursive", "T1: B->A", "T2: A->B"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(DoubleLocks, OnlyWhereTheHolderBlocks) {
  const auto count = [](std::initializer_list<std::string> lines) {
    return analyse(TraceText(lines).trace()).doubleLocks.size();
  };
  EXPECT_EQ(count({"T1: A->A"}), 1u);
  EXPECT_EQ(count({"T1: A->A?"}), 0u);
  EXPECT_EQ(count({"T1: A->A~"}), 0u);
  EXPECT_EQ(count({"kind A spin", "T1: A->A"}), 1u);
  EXPECT_EQ(count({"kind A recursive", "T1: A->A"}), 0u);
  EXPECT_EQ(count({"kind A errorcheck", "T1: A->A"}), 0u);
  EXPECT_EQ(count({"kind A semaphore", "T1: A->A"}), 0u);
  EXPECT_EQ(count({"kind A rwlock", "T1: A->A"}), 1u);
  EXPECT_EQ(count({"kind A rwlock", "T1: A/s->A"}), 1u);
  EXPECT_EQ(count({"kind A rwlock", "T1: A/s->A/s"}), 0u);
}

TEST(DoubleLocks, TheWriterOfALockIsRefused) {
  const auto refused = [](std::initializer_list<std::string> lines) {
    std::vector<bool> result;
    for (const DoubleLock& found : analyse(TraceText(lines).trace()).doubleLocks)
      result.push_back(found.isRefused);
    return result;
  };
  EXPECT_THAT(refused({"kind A rwlock", "T1: A->A"}), ElementsAre(true));
  EXPECT_THAT(refused({"kind A rwlock", "T1: A->A/s"}), ElementsAre(true));
  EXPECT_THAT(refused({"kind A rwlock", "T1: A/s->A"}), ElementsAre(false));
  EXPECT_THAT(refused({"T1: A->A"}), ElementsAre(false));
}

TEST(DoubleLocks, SharedThenExclusiveIsAnUpgrade) {
  const auto upgrades = [](std::initializer_list<std::string> lines) {
    std::vector<bool> result;
    for (const DoubleLock& found : analyse(TraceText(lines).trace()).doubleLocks)
      result.push_back(found.isUpgrade);
    return result;
  };
  EXPECT_THAT(upgrades({"kind A rwlock", "T1: A/s->A"}), ElementsAre(true));
  EXPECT_THAT(upgrades({"kind A prefer-writer", "T1: B A/s->A"}), ElementsAre(true));
  EXPECT_THAT(upgrades({"kind A rwlock", "T1: A->A"}), ElementsAre(false));
  EXPECT_THAT(upgrades({"kind A rwlock", "T1: A/s->A~"}), IsEmpty());
  EXPECT_THAT(upgrades({"kind A rwlock", "T1: A/s->A?"}), IsEmpty());
  EXPECT_THAT(upgrades({"kind A rwlock", "T1: A/s->A/s"}), IsEmpty());
}

TEST(DoubleLocks, OncePerClassAndStack) {
  TraceText text{"class A 1", "class B 1", "T1: A->A", "T1: B->B"};
  EXPECT_EQ(analyse(text.trace()).doubleLocks.size(), 2u);
  for (Dependency& d : text.trace().dependencies) d.stack = StackId{7};
  EXPECT_EQ(analyse(text.trace()).doubleLocks.size(), 1u);
}

}  // namespace
}  // namespace gordian::lockgraph::test
