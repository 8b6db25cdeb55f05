// What the system tells decides: the same board with other processes around it.
#include <gmock/gmock.h>

#include "fake_board.hpp"
#include "live/decide.hpp"

namespace gordian::cli::testing {
namespace {

constexpr std::uint64_t kFile = std::uint64_t{1} << 63U | 5;

class Deciding : public ::testing::Test {
 protected:
  // Two threads wait for a post; the only ones of process 10.
  void parked() {
    processes_.process(10, {10, 11});
    board_.wait(board_.slot(10, 10), recording::kWaitCondition, 100);
    board_.wait(board_.slot(10, 11), recording::kWaitSemaphore, 200);
  }
  void shared() {
    processes_.process(10, {10}).shared[kFile] = true;
    processes_.process(20, {20}).shared[kFile] = true;
    board_.wait(board_.slot(10, 10), recording::kWaitSemaphore, 100, kFile);
    board_.wait(board_.slot(20, 20), recording::kWaitSemaphore, 200, kFile);
  }
  // Process 10 waits for a lock in shared memory that process 20 took, which was never on the
  // board.
  void owned() {
    processes_.process(10, {10}).shared[kFile] = false;
    processes_.lockNames(20);
    board_.wait(board_.slot(10, 10), recording::kWaitLock, 100, kFile);
    board_.slot(10, 10).wait.detail = 20;
  }
  std::size_t hangs() { return Decider(board_.data(), processes_).look().size(); }
  ProcessFacts& facts(std::uint32_t pid) { return processes_.process(pid, {}); }

  FakeBoard board_;
  FakeProcesses processes_;
};

TEST_F(Deciding, WithoutAnybodyElseNothingIsPosted) {
  parked();
  EXPECT_GT(hangs(), 0U);
}

TEST_F(Deciding, AThreadWithoutASlotMayPost) {
  parked();
  facts(10).tasks.push_back({12, 'S'});
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, ASignalHandlerMayPost) {
  parked();
  facts(10).posters = 1;
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, WhoIsAwakeWaitsNoMore) {
  parked();
  facts(10).tasks[0].state = 'R';
  EXPECT_EQ(hangs(), 0U);
  facts(10).tasks[0].state = 'T';
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, WhoLeftItsWaitByAJumpWaitsNoMore) {
  parked();
  processes_.isInAnotherCall(11);
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, WhatIsNotKnownSpeaksForTheProgram) {
  parked();
  facts(10).isKnown = false;
  EXPECT_EQ(hangs(), 0U);
  facts(10).isKnown = true;
  facts(10).isWatched = false;  // another process with that number
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, AProcessThatEndedWaitsForNothing) {
  parked();
  facts(10).tasks.clear();
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, SharedMemoryIsJudgedOnlyWhereAllWhoMapItAreKnown) {
  shared();
  EXPECT_GT(hangs(), 0U);
  processes_.strangersReach(kFile);
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, AFileWithANameIsOpenToEverybody) {
  shared();
  facts(20).shared[kFile] = false;
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, SharedMemoryIsPostedByWhoeverRunsThere) {
  shared();
  facts(20).tasks.push_back({21, 'R'});
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, AnOwnerThatNobodySawIsGoneWhenTheLockNamesNobody) {
  owned();
  EXPECT_GT(hangs(), 0U);
  processes_.strangersOwn(kFile);
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, AnOwnerThatNobodySawIsThereAsLongAsItsNumberIs) {
  owned();
  processes_.process(20, {20});
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, OnlyALockThatNamesItsOwnersIsAsked) {
  owned();
  processes_.lockNames(0);
  EXPECT_EQ(hangs(), 0U);
  processes_.lockNames(20);
  board_.slot(10, 10).wait.detail = 0;  // a lock of the program's own
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, WhatAChildInheritedItMayGiveUpAsLongAsItLives) {
  owned();
  processes_.process(30, {30}).shared[kFile] = false;
  BoardSlot& child = board_.slot(30, 30);
  board_.hold(child, 100, kFile);
  child.state = recording::kSlotInherits;
  EXPECT_EQ(hangs(), 0U);
  board_.wait(board_.slot(30, 31), recording::kWaitCondition, 300);
  EXPECT_EQ(hangs(), 0U);
  processes_.ends(30);  // with the lock, or after it had given it up: the lock knows
  EXPECT_GT(hangs(), 0U);
  processes_.lockNames(10);
  EXPECT_EQ(hangs(), 0U);
}

TEST_F(Deciding, AThreadThatWaitsAndWasMissedBeforeIsNoConfirmation) {
  parked();
  Decider decider(board_.data(), processes_);
  for (const Candidate& candidate : decider.look()) EXPECT_FALSE(candidate.isConfirmed);
  for (const Candidate& candidate : decider.look()) EXPECT_TRUE(candidate.isConfirmed);
  board_.slot(10, 11).sequence += 2;
  for (const Candidate& candidate : decider.look()) EXPECT_FALSE(candidate.isConfirmed);
}

}  // namespace
}  // namespace gordian::cli::testing
