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
