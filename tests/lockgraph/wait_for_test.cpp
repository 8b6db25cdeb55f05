// Every kind of wait both ways: the situation that never ends and its twin that does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wait_for_text.hpp"

namespace gordian::lockgraph::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> hangs(const std::vector<std::string>& lines) {
  return WaitForText(lines).hangs();
}

std::string dead(const std::vector<std::string>& lines) {
  return WaitForText(lines).dead();
}

TEST(WaitFor, OppositeOrders) {
  EXPECT_THAT(hangs({"T1 holds A waits lock B", "T2 holds B waits lock A"}),
              ElementsAre("deadlock: T1 -B-> T2 -A-> T1"));
  EXPECT_THAT(hangs({"T1 holds A waits lock B", "T2 holds B runs"}), IsEmpty());
  EXPECT_THAT(hangs({"T1 holds A waits lock B", "T2 holds B waits lock A timed"}), IsEmpty());
}

TEST(WaitFor, OthersThatRunDoNotSaveTwoFromEachOther) {
  EXPECT_THAT(hangs({"T1 holds A waits lock B", "T2 holds B waits lock A", "T3 runs",
                     "T4 waits lock A", "T5 waits lock D"}),
              ElementsAre("deadlock: T1 -B-> T2 -A-> T1; T4 -A-> T1"));
}

TEST(WaitFor, AChainEndsWithOneWhoRuns) {
  EXPECT_EQ(dead({"T1 holds A waits lock B", "T2 holds B waits lock C", "T3 holds C runs"}), "");
  EXPECT_EQ(dead({"T1 holds A waits lock B", "T2 holds B waits lock C"}), "");
  EXPECT_EQ(dead({"T1 holds A waits lock B", "T2 holds B waits lock C", "T3 holds C waits lock A"}),
            "T1 T2 T3");
}

TEST(WaitFor, TwoCyclesAreTwoHangs) {
  EXPECT_THAT(
      hangs({"T1 holds A waits lock B", "T2 holds C waits lock D", "T3 holds B waits lock A",
             "T4 holds D waits lock C", "T5 waits end T4"}),
      ElementsAre("deadlock: T1 -B-> T3 -A-> T1", "deadlock: T2 -D-> T4 -C-> T2; T5 -end-> T4"));
}

TEST(WaitFor, ALockTakenTwiceByOneThread) {
  EXPECT_THAT(hangs({"T1 holds A waits lock A"}), ElementsAre("deadlock: T1 -A-> T1"));
  EXPECT_THAT(hangs({"kind A recursive", "T1 holds A waits lock A"}), IsEmpty());
  EXPECT_THAT(hangs({"kind A spin", "T1 holds A waits lock A"}),
              ElementsAre("deadlock: T1 -A-> T1"));
}

TEST(WaitFor, AnUpgradeWaitsForItself) {
  EXPECT_THAT(hangs({"kind A rwlock", "T1 holds A/s waits lock A"}),
              ElementsAre("deadlock: T1 -A-> T1"));
  EXPECT_THAT(hangs({"kind A rwlock", "T1 holds A/s waits lock A/s"}), IsEmpty());
  // Two readers that both upgrade are one hang, though each is dead for itself.
  EXPECT_THAT(hangs({"kind A rwlock", "T1 holds A/s waits lock A", "T2 holds A/s waits lock A"}),
              ElementsAre("deadlock: T1 -A-> T1; T2 -A-> T1"));
}

TEST(WaitFor, AWriterNeedsAllReadersToGo) {
  EXPECT_EQ(dead({"kind A rwlock", "T1 holds A/s runs", "T2 holds A/s waits lock B",
                  "T3 holds B waits lock A"}),
            "T2 T3");
  EXPECT_EQ(dead({"kind A rwlock", "T1 holds A/s runs", "T2 holds A/s waits lock B",
                  "T3 holds B waits lock A/s"}),
            "");
}

TEST(WaitFor, AReaderWaitsForAWriter) {
  EXPECT_THAT(hangs({"kind A rwlock", "T1 holds A waits lock B", "T2 holds B waits lock A/s"}),
              ElementsAre("deadlock: T1 -B-> T2 -A-> T1"));
}

TEST(WaitFor, OnlyOneKindOfRwlockLetsAWaitingWriterStopReaders) {
  const std::vector<std::string> lines = {"kind A prefer-writer", "T1 holds A/s B waits end T2",
                                          "T2 waits lock A/s", "T3 waits lock A"};
  EXPECT_THAT(hangs(lines), ElementsAre("deadlock: T1 -end-> T2 -writer A-> T3 -A-> T1"));
  EXPECT_EQ(
      dead({"kind A rwlock", "T1 holds A/s waits end T2", "T2 waits lock A/s", "T3 waits lock A"}),
      "");
  EXPECT_EQ(dead({"kind A prefer-writer", "T1 holds A/s waits end T2", "T2 waits lock A/s",
                  "T3 waits lock A timed"}),
            "");
}

TEST(WaitFor, AReaderAgainBehindAWriterOfItsOwnLock) {
  EXPECT_THAT(hangs({"kind A prefer-writer", "T1 holds A/s waits lock A/s", "T2 waits lock A"}),
              ElementsAre("deadlock: T1 -writer A-> T2 -A-> T1"));
}

TEST(WaitFor, WhatIsNotKnownIsInFavour) {
  EXPECT_EQ(dead({"T1 waits lock A"}), "");
  EXPECT_EQ(dead({"T1 waits end ?"}), "");
  // Two holders of a mutex: one of them gave it back a moment ago.
  EXPECT_EQ(dead({"T1 holds A waits lock B", "T2 holds B waits lock A", "T3 holds B runs"}), "");
  EXPECT_EQ(dead({"T1 holds A waits lock B", "T2 holds B gone", "T3 holds B waits lock A"}), "");
}

TEST(WaitFor, Joins) {
  EXPECT_THAT(hangs({"T1 waits end T2", "T2 waits end T1"}),
              ElementsAre("deadlock: T1 -end-> T2 -end-> T1"));
  EXPECT_THAT(hangs({"T1 waits end T1"}), ElementsAre("deadlock: T1 -end-> T1"));
  EXPECT_THAT(hangs({"T1 holds A waits end T2", "T2 waits lock A"}),
              ElementsAre("deadlock: T1 -end-> T2 -A-> T1"));
  EXPECT_THAT(hangs({"T1 holds A waits end T2", "T2 waits lock B"}), IsEmpty());
  EXPECT_THAT(hangs({"T1 holds A waits end T2 timed", "T2 waits lock A"}), IsEmpty());
  EXPECT_THAT(hangs({"T1 holds A waits end T2", "T2 gone"}), IsEmpty());
}

TEST(WaitFor, AGoneOwner) {
  EXPECT_THAT(hangs({"T1 waits lock A", "T2 holds A gone"}),
              ElementsAre("owner gone: T2 gone; T1 -A-> T2"));
  EXPECT_THAT(hangs({"T1 waits lock A timed", "T2 holds A gone"}), IsEmpty());
  EXPECT_THAT(hangs({"T1 waits lock B", "T2 holds A gone"}), IsEmpty());
  EXPECT_THAT(hangs({"T1 holds B waits lock A", "T2 holds A gone", "T3 waits lock B",
                     "T4 waits post C", "T5 waits end T1"}),
              ElementsAre("owner gone: T2 gone; T1 -A-> T2; T3 -B-> T1; T4 -post-> T1; "
                          "T5 -end-> T1"));
}

TEST(WaitFor, AnOwnerThatWasNeverHere) {
  EXPECT_THAT(hangs({"T1 holds B waits lock A ownerless", "T2 waits lock A ownerless",
                     "T3 waits lock B", "T4 waits post C"}),
              ElementsAre("owner gone: T1 -A-> ?; T2 -A-> ?; T3 -B-> T1; T4 -post-> T1"));
  EXPECT_THAT(hangs({"T1 waits lock A ownerless timed"}), IsEmpty());
  EXPECT_THAT(hangs({"T1 waits lock A ownerless", "T2 holds A runs"}), IsEmpty());
}

TEST(WaitFor, ALockOfAGoneOwnerThatWasPassedOn) {
  std::vector<LiveHold> held = {{{1, 1}, Mode::Exclusive, LockKind::Mutex}};
  std::vector<LiveThread> threads(2);
  threads[0].name = 17;
  threads[0].gone = true;
  threads[0].holds = held.data();
  threads[0].holdCount = 1;
  threads[1].waitsFor = WaitFor::Lock;
  threads[1].key = {1, 1};
  const LiveProcess process;
  for (const std::uint64_t owner : {0, 17, 18}) {
    threads[1].owner = owner;
    const WaitForInput input{threads.data(), 2, &process, 1};
    std::vector<std::uint64_t> scratch(scratchSize(input) / 8 + 1);
    WaitForResult result;
    ASSERT_TRUE(reduce(input, scratch.data(), scratchSize(input), result));
    EXPECT_EQ(result.threads[1].dead, owner != 18) << owner;
  }
}

TEST(WaitFor, NobodyIsLeftToPost) {
  EXPECT_THAT(hangs({"T1 waits post C mutex M", "T2 waits post S", "T3 waits end T1"}),
              ElementsAre("stall: T1 -post-> ?; T2 -post-> ?; T3 -end-> T1"));
  EXPECT_EQ(dead({"T1 waits post C mutex M", "T2 waits post S", "T3 runs"}), "");
  EXPECT_EQ(dead({"T1 waits post C mutex M", "T2 waits post S timed"}), "");
  EXPECT_EQ(dead({"P0 unknown", "T1 waits post C mutex M", "T2 waits post S"}), "");
  EXPECT_EQ(dead({"T1 waits post C from ?"}), "");
}

TEST(WaitFor, AnotherProcessDoesNotPostHere) {
  EXPECT_EQ(dead({"T1 waits post C", "T2 P1 runs"}), "T1");
  EXPECT_EQ(dead({"T1 waits post C from everybody", "T2 P1 runs"}), "");
  EXPECT_EQ(dead({"T1 waits post C from P0 P1", "T2 P1 runs", "T3 P2 waits post D"}), "T3");
  EXPECT_EQ(dead({"P3 unknown", "T1 waits post C from everybody"}), "");
}

TEST(WaitFor, ProcessesThatWaitForEachOther) {
  EXPECT_THAT(hangs({"T1 waits post child from P1", "T2 P1 waits post pipe from P0",
                     "T3 P2 waits post C", "T4 P1 waits post D", "T5 waits post pipe from P1"}),
              ElementsAre("deadlock: T1 -post-> T2 -post-> T1; T4 -post-> T2; T5 -post-> T2",
                          "stall: T3 -post-> ?"));
  EXPECT_EQ(dead({"T1 waits post child from P1", "T2 P1 waits post pipe from P0", "T3 runs"}), "");
  // The shortest way; over a lock of a third process where there is no shorter one.
  EXPECT_THAT(hangs({"T1 waits post child from P1", "T2 P1 waits end T3",
                     "T3 P1 waits post pipe from P2", "T4 P2 waits post pipe from P0"}),
              ElementsAre("deadlock: T1 -post-> T3 -post-> T4 -post-> T1; T2 -end-> T3"));
  EXPECT_THAT(hangs({"T1 waits post child from P1", "T2 P1 waits lock A",
                     "T3 P2 holds A waits post pipe from P0"}),
              ElementsAre("deadlock: T1 -post-> T2 -A-> T3 -post-> T1"));
}

TEST(WaitFor, ProcessesThatStallTogether) {
  EXPECT_THAT(hangs({"T1 waits post child from P1", "T2 P1 waits post C"}),
              ElementsAre("stall: T1 -post-> ?; T2 -post-> ?"));
  EXPECT_THAT(hangs({"T1 waits post pipe from P0", "T2 waits post C"}),
              ElementsAre("stall: T1 -post-> ?; T2 -post-> ?"));
  EXPECT_THAT(hangs({"T1 waits post C from everybody", "T2 P1 waits post D"}),
              ElementsAre("stall: T1 -post-> ?; T2 -post-> ?"));
}

TEST(WaitFor, WhoeverCouldPostNeedsALockOfTheWaiter) {
  EXPECT_THAT(hangs({"T1 holds A waits post C mutex M", "T2 waits lock A"}),
              ElementsAre("deadlock: T1 -post-> T2 -A-> T1"));
  EXPECT_THAT(hangs({"T1 waits post C mutex A", "T2 waits lock A"}), IsEmpty());
  // Over a join; the waiters without a lock are behind.
  EXPECT_THAT(
      hangs({"T1 waits post C", "T2 holds A waits end T1", "T3 waits lock A", "T4 waits post D",
             "T5 waits end T4"}),
      ElementsAre("deadlock: T1 -post-> T3 -A-> T2 -end-> T1; T4 -post-> T1; T5 -end-> T4"));
}

TEST(WaitFor, ParkedThreadsAreBehindTheCycle) {
  EXPECT_THAT(hangs({"T1 waits post C mutex M", "T2 holds A waits lock B",
                     "T3 holds B waits lock A", "T4 holds D waits post C", "T5 waits lock D"}),
              ElementsAre("deadlock: T2 -B-> T3 -A-> T2; T1 -post-> T2; T4 -post-> T2; "
                          "T5 -D-> T4"));
  EXPECT_EQ(dead({"T1 waits post C mutex M", "T2 holds A waits lock B", "T3 holds B waits lock A",
                  "T4 runs"}),
            "T2 T3");
}

TEST(WaitFor, AConditionNeedsItsMutexBack) {
  const std::string cycle = "deadlock: T1 -B-> T2 -M-> T1";
  const std::vector<std::string> two = {"T1 holds M waits lock B", "T2 holds B waits lock M"};
  EXPECT_THAT(hangs({two[0], two[1], "T3 waits post C mutex M", "T4 runs"}),
              ElementsAre(cycle + "; T3 -M-> T1"));
  EXPECT_THAT(hangs({two[0], two[1], "T3 waits post C mutex M timed", "T4 runs"}),
              ElementsAre(cycle + "; T3 -M-> T1"));
  EXPECT_THAT(hangs({two[0], two[1], "T3 waits post C mutex N timed", "T4 runs"}),
              ElementsAre(cycle));
  // A recursive mutex that was locked twice is still held during the wait.
  EXPECT_EQ(dead({"kind M recursive", "T1 holds M waits post C mutex M", "T2 runs"}), "");
}

TEST(WaitFor, ASemaphoreThatIsALockHasAnOwner) {
  EXPECT_THAT(hangs({"kind A semaphore", "kind B semaphore", "T1 holds A waits post B",
                     "T2 holds B waits post A", "T3 waits post C"}),
              ElementsAre("deadlock: T1 -B-> T2 -A-> T1; T3 -post-> T1"));
  EXPECT_THAT(hangs({"kind A semaphore", "kind B semaphore", "T1 holds A waits post B",
                     "T2 holds B waits post A", "T3 runs"}),
              IsEmpty());
  EXPECT_THAT(hangs({"kind A semaphore", "T1 holds A waits post A"}),
              ElementsAre("deadlock: T1 -A-> T1"));
}

TEST(WaitFor, ALockOfAStalledProcess) {
  EXPECT_THAT(hangs({"T1 P1 holds A waits post C", "T2 waits lock A", "T3 runs"}),
              ElementsAre("deadlock: T1 -post-> ?; T2 -A-> T1"));
}

TEST(WaitFor, NothingIsNothing) {
  EXPECT_THAT(hangs({}), IsEmpty());
  EXPECT_THAT(hangs({"T1 runs"}), IsEmpty());
}

TEST(WaitFor, ALongChainToOneThatHoldsTenThousandLocks) {
  constexpr std::uint32_t kMany = 10'000;
  std::vector<LiveHold> own(kMany);
  std::vector<LiveHold> many(kMany);
  std::vector<LiveThread> threads(std::size_t{2} * kMany);
  for (std::uint32_t i = 0; i < kMany; ++i) {
    own[i].key = {1, i};
    many[i].key = {2, i};
    threads[i].waitsFor = WaitFor::Lock;
    threads[i].key = {1, i + 1};
    threads[i].holds = &own[i];
    threads[i].holdCount = 1;
    threads[kMany + i].waitsFor = WaitFor::Lock;
    threads[kMany + i].key = {2, i};
  }
  LiveThread& last = threads[kMany - 1];
  many[0].key = {1, kMany - 1};
  last.key = {1, 0};
  last.holds = many.data();
  last.holdCount = kMany;
  const LiveProcess process;
  const WaitForInput input{threads.data(), 2 * kMany, &process, 1};
  std::vector<std::uint64_t> scratch(scratchSize(input) / 8 + 1);
  WaitForResult result;
  ASSERT_TRUE(reduce(input, scratch.data(), scratchSize(input), result));
  EXPECT_EQ(result.deadCount, 2 * kMany - 1);  // nobody holds {2, 0}
  ASSERT_EQ(result.hangCount, 1);
  EXPECT_EQ(result.hangs[0].cycleCount, kMany);
  last.waitsFor = WaitFor::Nothing;
  ASSERT_TRUE(reduce(input, scratch.data(), scratchSize(input), result));
  EXPECT_EQ(result.deadCount, 0);
}

TEST(WaitFor, TooLittleScratchIsRefused) {
  LiveThread thread;
  LiveProcess process;
  const WaitForInput input{&thread, 1, &process, 1};
  WaitForResult result;
  std::vector<std::uint64_t> scratch(scratchSize(input) / 8 + 1);
  EXPECT_FALSE(reduce(input, scratch.data(), scratchSize(input) - 8, result));
  EXPECT_FALSE(reduce(input, nullptr, 1 << 20, result));
  EXPECT_TRUE(reduce(input, scratch.data(), scratchSize(input), result));
}

}  // namespace
}  // namespace gordian::lockgraph::test
