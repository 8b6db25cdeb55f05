// Waits that hold a lock which whoever could end them needs, and their innocent twins.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trace_text.hpp"

namespace gordian::lockgraph::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> heldWaits(std::initializer_list<std::string> lines) {
  return TraceText(lines).heldWaits();
}

TEST(JoinHolding, TheJoinedThreadNeedsTheLock) {
  EXPECT_THAT(heldWaits({"T1@0 creates T2", "T2 uses A", "T1@1 joining T2 A"}),
              ElementsAre("T1 joining T2: T2 needs A likely"));
  EXPECT_THAT(heldWaits({"T1@0 creates T2", "T2: B->A", "T1@1 joining T2 A"}),
              ElementsAre("T1 joining T2: T2 needs A likely"));
}

TEST(JoinHolding, TheJoinedThreadNeedsAnotherLock) {
  EXPECT_THAT(heldWaits({"T1@0 creates T2", "T2 uses B", "T1@1 joining T2 A"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1@0 creates T2", "T3 uses A", "T1@1 joining T2 A"}), IsEmpty());
}

TEST(JoinHolding, ThroughAThreadThatIsJoinedInTurn) {
  EXPECT_THAT(heldWaits({"T3 uses A", "T2@1 joins T3", "T1@1 joining T2 A"}),
              ElementsAre("T1 joining T2 T3: T3 needs A likely"));
  EXPECT_THAT(heldWaits({"T3 uses A", "T2@1 joining T3 B", "T1@1 joining T2 A"}),
              ElementsAre("T1 joining T2 T3: T3 needs A likely"));
  EXPECT_THAT(heldWaits({"T3 uses A", "T3@1 joins T2", "T1@1 joining T2 A"}), IsEmpty());
}

TEST(JoinHolding, ReadersDoNotExcludeEachOther) {
  EXPECT_THAT(heldWaits({"kind A rwlock", "T2 uses A/s", "T1@1 joining T2 A/s"}),
              ElementsAre("T1 joining T2: T2 needs A ruled out: readers"));
  EXPECT_THAT(heldWaits({"kind A rwlock", "T2 uses A", "T1@1 joining T2 A/s"}),
              ElementsAre("T1 joining T2: T2 needs A likely"));
}

TEST(JoinHolding, WhatOnlyTriesDoesNotWait) {
  EXPECT_THAT(heldWaits({"T2 uses A?", "T1@1 joining T2 A"}),
              ElementsAre("T1 joining T2: T2 needs A ruled out: try"));
  EXPECT_THAT(heldWaits({"T2 uses A?", "T2 uses A", "T1@1 joining T2 A"}),
              ElementsAre("T1 joining T2: T2 needs A likely"));
}

TEST(JoinHolding, WhatGivesUpIsPossible) {
  EXPECT_THAT(heldWaits({"T2 uses A~", "T1@1 joining T2 A"}),
              ElementsAre("T1 joining T2: T2 needs A possible: timed"));
  EXPECT_THAT(heldWaits({"T2 uses A", "T1@1 joining~ T2 A"}),
              ElementsAre("T1 joining T2: T2 needs A possible: timed"));
}

TEST(JoinHolding, AHandshakeOnTheSameLockLeavesItOpen) {
  EXPECT_THAT(heldWaits({"T2 uses A", "T1@1 joining T2 A/w"}),
              ElementsAre("T1 joining T2: T2 needs A possible: handshake"));
}

TEST(JoinHolding, HardOrderRefutes) {
  // T2 took A before it created T3, which T1 joined before.
  EXPECT_THAT(heldWaits({"T2@0 uses A", "T2@0 creates T3", "T1@1 joins T3", "T1@1 joining T2 A"}),
              ElementsAre("T1 joining T2: T2 needs A ruled out: ordered"));
  EXPECT_THAT(heldWaits({"T2@1 uses A", "T2@0 creates T3", "T1@1 joins T3", "T1@1 joining T2 A"}),
              ElementsAre("T1 joining T2: T2 needs A likely"));
}

TEST(JoinHolding, AnOuterLockThatBothHoldIsTheOneToTell) {
  EXPECT_THAT(heldWaits({"T2: g->A", "T1@1 joining T2 g A"}),
              ElementsAre("T1 joining T2: T2 needs A ruled out: gate g"));
  EXPECT_THAT(heldWaits({"T2: g->A", "T2 uses g", "T1@1 joining T2 g A"}),
              ElementsAre("T1 joining T2: T2 needs g likely",
                          "T1 joining T2: T2 needs A ruled out: gate g"));
}

TEST(JoinHolding, OneFindingForAClassAndAPlace) {
  TraceText text({"class A 7", "class B 7", "T2 uses A", "T2 uses B", "T1@1 joining T2 A B"});
  EXPECT_EQ(text.heldWaits().size(), 1u);
}

TEST(WaitHolding, EverySignalNeedsTheLock) {
  EXPECT_THAT(heldWaits({"T2 signals sC A", "T1 waiting sC A"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
  EXPECT_THAT(heldWaits({"T2 signals C A", "T1 waiting C A"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
}

TEST(WaitHolding, ASignalWithoutTheLockEndsTheWait) {
  EXPECT_THAT(heldWaits({"T2 signals sC A", "T3 signals sC", "T1 waiting sC A"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T2 signals sC B", "T1 waiting sC A"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting sC A"}), IsEmpty());
}

TEST(WaitHolding, TheWaitersOwnSignalsAreLostButOnASemaphore) {
  EXPECT_THAT(heldWaits({"T1 signals C", "T2 signals C A", "T1 waiting C A"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
  EXPECT_THAT(heldWaits({"T1 signals sC", "T2 signals sC A", "T1 waiting sC A"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 signals sC A", "T1 waiting sC A"}), IsEmpty());
}

TEST(WaitHolding, WhoTriesTheLockDoesNotWaitForIt) {
  EXPECT_THAT(heldWaits({"T2 signals C A/t", "T1 waiting C A"}), IsEmpty());
}

TEST(WaitHolding, ReadersDoNotExcludeEachOther) {
  EXPECT_THAT(heldWaits({"kind A rwlock", "T2 signals sC A/s", "T1 waiting sC A/s"}), IsEmpty());
  EXPECT_THAT(heldWaits({"kind A rwlock", "T2 signals sC A", "T1 waiting sC A/s"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
}

TEST(WaitHolding, WhatMayEndByItselfIsPossible) {
  EXPECT_THAT(heldWaits({"T2 signals C A", "T1 waiting~ C A"}),
              ElementsAre("T1 waiting: T2 needs A possible: timed"));
  EXPECT_THAT(heldWaits({"T2 signals sC+ A", "T1 waiting sC+ A"}),
              ElementsAre("T1 waiting: T2 needs A possible: counting"));
}

TEST(WaitHolding, ASemaphoreKeepsWhatWasPostedBefore) {
  EXPECT_THAT(
      heldWaits({"T2@0 signals sC A", "T2@0 creates T1", "T3 signals sC A", "T1 waiting sC A"}),
      IsEmpty());
  EXPECT_THAT(
      heldWaits({"T2@0 signals C A", "T2@0 creates T1", "T3 signals C A", "T1 waiting C A"}),
      ElementsAre("T1 waiting: T3 needs A likely"));
}

TEST(WaitHolding, AtABarrierEachPartyMustCome) {
  EXPECT_THAT(heldWaits({"T1 signals bC A", "T1 waiting bC A", "T2 signals bC A"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
  EXPECT_THAT(heldWaits({"T1 signals bC A", "T1 waiting bC A", "T2 signals bC"}), IsEmpty());
}

TEST(WaitHolding, ABarrierOfPartiesThatTakeTheLockFirst) {
  EXPECT_THAT(heldWaits({"T1 signals bC A", "T1 waiting bC A", "T2 signals bC A!"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
  EXPECT_THAT(heldWaits({"T1 signals bC A", "T1 waiting bC A", "T2 signals bC A!0"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting bC A", "T2 signals bC A! round 2"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting bC A round 0", "T2 signals bC A! round 0"}), IsEmpty());
  // A third party that needs nothing does not help.
  EXPECT_THAT(heldWaits({"T1 waiting bC A", "T2 signals bC A!", "T3 signals bC"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
}

}  // namespace
}  // namespace gordian::lockgraph::test
