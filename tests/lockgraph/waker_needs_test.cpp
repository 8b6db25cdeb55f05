// Wakers that take the lock before they signal: what is near, what is awaited, and who else wakes.
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

TEST(WakerNeeds, AskedForOnTheWayIsPossible) {
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 signals C A!"}),
              ElementsAre("T1 waiting: T2 needs A possible: passed"));
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2 signals sC A!"}),
              ElementsAre("T1 waiting: T2 needs A possible: passed"));
}

TEST(WakerNeeds, AskedForWhileSomebodyWaitedIsLikely) {
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 signals C A!!"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 signals C A!!", "T2 signals C A"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
}

TEST(WakerNeeds, TooFarBeforeIsNoNeed) {
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 signals C A!0"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 signals C A!", "T2 signals C A!0"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 signals C A!", "T2 signals C"}), IsEmpty());
}

TEST(WakerNeeds, WhoWasAwaitedOnceMayStillComeWithout) {
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 signals C A!!", "T2 signals C A!0"}),
              ElementsAre("T1 waiting: T2 needs A possible: passed"));
}

TEST(WakerNeeds, AnotherWakerEndsTheWait) {
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 signals C A!!", "T3 signals C"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 signals C A!!", "T3 signals C A!!"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 signals C A", "T3 signals C A!"}),
              ElementsAre("T1 waiting: T2 needs A possible: passed"));
}

TEST(WakerNeeds, ASignalOfAnEarlierPhaseIsLostUnlessItMayComeAgain) {
  EXPECT_THAT(
      heldWaits({"T2@0 signals C", "T2@0 creates T1", "T2@1 signals C A!", "T1 waiting C A"}),
      ElementsAre("T1 waiting: T2 needs A possible: passed"));
  EXPECT_THAT(
      heldWaits({"T2@0 signals C again", "T2@0 creates T1", "T2@1 signals C A!", "T1 waiting C A"}),
      IsEmpty());
}

TEST(WakerNeeds, AnUnknownNeedProvesNothing) {
  // It used A some time: before its last own wait, so that it may be past it.
  EXPECT_THAT(heldWaits({"T1 waiting C A", "T2 uses A at 1", "T2 signals C at 5 after 3"}),
              IsEmpty());
  // Beside a near one it does not refute.
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2 uses A at 1", "T2 signals sC at 5 after 3",
                         "T2 signals sC A!"}),
              ElementsAre("T1 waiting: T2 needs A possible: passed"));
  // Beside one with the lock held it might be the one that comes without.
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2 uses A at 1", "T2 signals sC at 5 after 3",
                         "T2 signals sC A"}),
              IsEmpty());
}

TEST(WakerNeeds, ByTheClockOfTheThread) {
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2 uses A at 4", "T2 signals sC at 5 after 3"}),
              ElementsAre("T1 waiting: T2 needs A possible: passed"));
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2 uses A at 6", "T2 signals sC at 5 after 3"}),
              IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2 signals sC at 5 after 3"}), IsEmpty());
}

TEST(WakerNeeds, ADependencyIsNearWhenWhatItHoldsIs) {
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2: g#4->A", "T2 signals sC at 5 after 3"}),
              ElementsAre("T1 waiting: T2 needs A possible: passed"));
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2: g#2->A", "T2 signals sC at 5 after 3"}),
              IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2 signals sC at 5 after 3", "T2: g#4->A"}),
              IsEmpty());
}

TEST(WakerNeeds, TheMutexOfAConditionIsTakenOnce) {
  EXPECT_THAT(
      heldWaits({"T1 waiting C:m A", "T2 uses A at 1", "T2 uses m at 2 x1", "T2 signals C m at 2"}),
      ElementsAre("T1 waiting: T2 needs A possible: passed"));
  EXPECT_THAT(
      heldWaits({"T1 waiting C:m A", "T2 uses m at 1 x1", "T2 uses A at 2", "T2 signals C m at 2"}),
      ElementsAre("T1 waiting: T2 needs A possible: passed"));
  // It may have said that it is at work before it signalled.
  EXPECT_THAT(
      heldWaits({"T1 waiting C:m A", "T2 uses A at 1", "T2 uses m at 2 x2", "T2 signals C m at 3"}),
      IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting C:m A", "T2 uses A at 1", "T2 signals C at 2"}), IsEmpty());
}

TEST(WakerNeeds, ModesTriesAndLimits) {
  EXPECT_THAT(heldWaits({"T1 waiting sC A/s", "T2 signals sC A/s!!"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting sC A/s", "T2 signals sC A!!"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2 uses A? at 4", "T2 signals sC at 5"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2 uses A~ at 4", "T2 signals sC at 5"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting~ sC A", "T2 signals sC A!!"}),
              ElementsAre("T1 waiting: T2 needs A possible: timed"));
  EXPECT_THAT(heldWaits({"T1 waiting sC A/w", "T2 signals sC A!!"}),
              ElementsAre("T1 waiting: T2 needs A possible: handshake"));
}

TEST(WakerNeeds, TwoOpenTestsAreTooMany) {
  EXPECT_THAT(heldWaits({"T1 waiting~ sC A", "T2 signals sC A!"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting sC A/w", "T2 signals sC A!"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting sC+ A", "T2 signals sC+ A!"}), IsEmpty());
}

TEST(WakerNeeds, AHandlerOfASystemSignalComesFromAnywhere) {
  EXPECT_THAT(heldWaits({"T1 waiting sC A", "T2 signals sC A!! handler"}), IsEmpty());
}

TEST(WakerNeeds, HardOrderPutsTheNeedBefore) {
  // T2 took A, then created T1.
  EXPECT_THAT(
      heldWaits({"T2@0 creates T1", "T2@0 uses A at 4", "T1 waiting sC A", "T2@1 signals sC at 5"}),
      IsEmpty());
  EXPECT_THAT(
      heldWaits({"T2@0 creates T1", "T2@1 uses A at 4", "T1 waiting sC A", "T2@1 signals sC at 5"}),
      ElementsAre("T1 waiting: T2 needs A possible: passed"));
}

TEST(WakerNeeds, FuturesLatchesAndBarriersOfCpp) {
  EXPECT_THAT(heldWaits({"T1 waiting fF A", "T2 signals fF A!"}),
              ElementsAre("T1 waiting: T2 needs A possible: passed"));
  EXPECT_THAT(heldWaits({"T1 waiting fL A", "T2 signals fL A!!"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
  EXPECT_THAT(heldWaits({"T1 waiting fB A", "T2 signals fB A"}),
              ElementsAre("T1 waiting: T2 needs A likely"));
  EXPECT_THAT(
      heldWaits({"T2@0 signals fF", "T2@0 creates T1", "T3 signals fF A!", "T1 waiting fF A"}),
      IsEmpty());
}

TEST(WakerNeeds, AnAtomicThatMayBeALock) {
  EXPECT_THAT(heldWaits({"T1 waiting fA A", "T2 signals fA A!!"}),
              ElementsAre("T1 waiting: T2 needs A possible: passed"));
  EXPECT_THAT(heldWaits({"T1 waiting fA A", "T2 waiting fA", "T2 signals fA A!!"}), IsEmpty());
  EXPECT_THAT(heldWaits({"T1 waiting fS A", "T1 signals fS", "T2 signals fS A!!"}), IsEmpty());
}

TEST(WakerNeeds, AFutexThatNobodyKnowsIsALockOfTheProgramsOwn) {
  EXPECT_THAT(heldWaits({"T1 waiting f A", "T2 signals f A"}), IsEmpty());
}

}  // namespace
}  // namespace gordian::lockgraph::test
