// From the board to hangs: each kind of wait, what the caller knows, and confirmation.
#include <gtest/gtest.h>

#include "fake_board.hpp"

namespace gordian::board::test {
namespace {

using lockgraph::Hang;
using lockgraph::HangRule;
using lockgraph::LiveThread;
using lockgraph::PostScope;
using lockgraph::WaitFor;

std::uint32_t deadIn(FakeBoard& board, const Knowledge& knowledge = {}) {
  const Looking looking(board, knowledge);
  EXPECT_TRUE(looking.ok);
  return looking.now.result.deadCount;
}

// Threads 0 and 1 hold what the other one waits for.
void cross(FakeBoard& board) {
  hold(board.waiter(0, recording::kWaitLock, 2), 1);
  hold(board.waiter(1, recording::kWaitLock, 1), 2);
}

Knowledge knowing(ProcessFacts& facts) {
  Knowledge knowledge;
  knowledge.process = [](void* context, const Snapshot&, std::uint32_t) {
    return *static_cast<ProcessFacts*>(context);
  };
  knowledge.context = &facts;
  return knowledge;
}

TEST(Situation, OppositeOrders) {
  FakeBoard board;
  cross(board);
  const Looking looking(board);
  ASSERT_EQ(looking.now.result.hangCount, 1);
  EXPECT_EQ(looking.now.result.hangs[0].rule, HangRule::Deadlock);
  EXPECT_EQ(looking.now.result.hangs[0].cycleCount, 2);
  board.slot(1).wait.flags = recording::kWaitTimed;
  EXPECT_EQ(deadIn(board), 0);
}

TEST(Situation, TheSameAddressInTwoProcessesIsTwoLocks) {
  FakeBoard board;
  cross(board);
  board.slot(0).held[0].key.space = kPid + 1;
  EXPECT_EQ(deadIn(board), 0);
}

TEST(Situation, EveryKindOfWait) {
  for (const auto kind : {recording::kWaitLock, recording::kWaitOnce, recording::kWaitGuard,
                          recording::kWaitFileLock}) {
    FakeBoard board;
    hold(board.waiter(0, kind, 1), 1);
    board.thread(1);
    EXPECT_EQ(deadIn(board), 1) << kind;
    board.slot(0).heldCount = 0;
    EXPECT_EQ(deadIn(board), 0) << kind;
  }
  for (const auto kind : {recording::kWaitCondition, recording::kWaitSemaphore,
                          recording::kWaitBarrier, recording::kWaitFutex}) {
    FakeBoard board;
    BoardSlot& slot = board.waiter(0, kind, 1);
    EXPECT_EQ(deadIn(board), 1) << kind;
    slot.wait.flags = recording::kWaitOutside;
    EXPECT_EQ(deadIn(board), 0) << kind;
    slot.wait.flags = 0;
    board.thread(1);
    EXPECT_EQ(deadIn(board), 0) << kind;
  }
  for (const auto kind : {recording::kWaitPipe, recording::kWaitProcess}) {
    FakeBoard board;
    board.waiter(0, kind, 1);
    EXPECT_EQ(deadIn(board), 0) << kind;
  }
}

TEST(Situation, JoinsFindThreadsByTheirNumber) {
  FakeBoard board;
  board.waiter(0, recording::kWaitThread, 0).wait.target = 1;
  board.waiter(1, recording::kWaitThread, 0).wait.target = 0;
  EXPECT_EQ(deadIn(board), 2);
  board.slot(1).wait.target = 1;
  EXPECT_EQ(deadIn(board), 2);
  board.slot(1).wait.target = 5;
  EXPECT_EQ(deadIn(board), 0);
  board.slot(1).wait.target = 0;
  board.thread(2).thread = 1;  // two with one number
  EXPECT_EQ(deadIn(board), 0);
}

TEST(Situation, AConditionNeedsItsMutex) {
  FakeBoard board;
  cross(board);
  board.waiter(2, recording::kWaitCondition, 9).wait.mutex = {kPid, 1};
  board.thread(3);
  EXPECT_EQ(deadIn(board), 3);
  board.slot(2).wait.mutex.object = 3;
  EXPECT_EQ(deadIn(board), 2);
}

TEST(Situation, AGoneOwner) {
  FakeBoard board;
  BoardSlot& ended = board.thread(0);
  ended.state = recording::kSlotEnded;
  hold(ended, 1);
  BoardSlot& waiter = board.waiter(1, recording::kWaitLock, 1);
  const Looking looking(board);
  ASSERT_EQ(looking.now.result.hangCount, 1);
  EXPECT_EQ(looking.now.result.hangs[0].rule, HangRule::OwnerGone);
  waiter.wait.detail = ended.tid;
  EXPECT_EQ(deadIn(board), 1);
  waiter.wait.detail = ended.tid + 9;  // somebody else owned it when the wait began
  EXPECT_EQ(deadIn(board), 0);
}

TEST(Situation, WhatTheCallerKnowsOfProcesses) {
  FakeBoard board;
  board.waiter(0, recording::kWaitCondition, 1);
  ProcessFacts facts;
  EXPECT_EQ(deadIn(board, knowing(facts)), 1);
  facts.unknownPosters = true;
  EXPECT_EQ(deadIn(board, knowing(facts)), 0);
  facts = {.gone = true, .unknownPosters = false};
  EXPECT_EQ(deadIn(board, knowing(facts)), 0);  // nobody is left to hang
}

TEST(Situation, ALockOfAProcessThatIsGone) {
  FakeBoard board;
  hold(board.waiter(0, recording::kWaitCondition, 5), 1);
  board.header().windowOwner[1] = kPid + 50;
  BoardSlot& other = board.slot(0, 1);
  other = board.waiter(1, recording::kWaitLock, 1);
  board.slot(1) = {};
  other.pid = kPid + 50;
  Knowledge knowledge;
  knowledge.process = [](void*, const Snapshot&, std::uint32_t pid) {
    return ProcessFacts{.gone = pid == kPid, .unknownPosters = false};
  };
  const Looking looking(board, knowledge);
  ASSERT_EQ(looking.now.result.hangCount, 1);
  EXPECT_EQ(looking.now.result.hangs[0].rule, HangRule::OwnerGone);
  EXPECT_EQ(looking.now.result.hangs[0].count, 2);
}

TEST(Situation, TheCallerRefinesWaits) {
  FakeBoard board;
  cross(board);
  board.waiter(2, recording::kWaitPipe, 1);
  Knowledge knowledge;
  knowledge.refine = [](void*, const Situation& situation, const SlotCopy& slot,
                        LiveThread& thread) {
    EXPECT_EQ(findProcess(situation, slot.pid), thread.process);
    EXPECT_EQ(findProcess(situation, 4711), lockgraph::kNobody);
    if (slot.wait.kind == recording::kWaitPipe) thread.scope = PostScope::OwnProcess;
  };
  EXPECT_EQ(deadIn(board, knowledge), 3);
  knowledge.refine = [](void*, const Situation&, const SlotCopy& slot, LiveThread& thread) {
    if (slot.tid == kPid) thread.waitsFor = WaitFor::Nothing;  // it was woken
  };
  EXPECT_EQ(deadIn(board, knowledge), 0);
}

TEST(Situation, ConfirmedByASecondLook) {
  FakeBoard board;
  cross(board);
  const Looking before(board);
  const Looking now(board);
  EXPECT_TRUE(isConfirmed(before.now, now.now, now.now.result.hangs[0]));
  board.slot(1).sequence += 2;  // released and waits again
  const Looking later(board);
  ASSERT_EQ(later.now.result.hangCount, 1);
  EXPECT_FALSE(isConfirmed(before.now, later.now, later.now.result.hangs[0]));
}

TEST(Situation, AStallNeedsEverybodyToHaveBeenDeadBefore) {
  FakeBoard board;
  board.waiter(0, recording::kWaitCondition, 1);
  board.thread(1);
  const Looking running(board);
  board.waiter(1, recording::kWaitCondition, 2);
  const Looking first(board);
  const Looking second(board);
  ASSERT_EQ(first.now.result.hangCount, 1);
  EXPECT_TRUE(first.now.result.hangs[0].needsPosts);
  EXPECT_FALSE(isConfirmed(running.now, first.now, first.now.result.hangs[0]));
  EXPECT_TRUE(isConfirmed(first.now, second.now, second.now.result.hangs[0]));
}

TEST(Situation, AnIncompleteSnapshotJudgesNoPosts) {
  FakeBoard board;
  board.waiter(0, recording::kWaitCondition, 1);
  board.header().windowOwner[1] = board.header().windowOwner[2] = kPid;
  BoardSlot& huge = board.waiter(1, recording::kWaitCondition, 1);
  huge.heldCount = 1'000'000;
  huge.moreWindow = 2;
  board.more(1).next = 2;
  const Looking looking(board);
  EXPECT_FALSE(looking.now.snapshot.complete);
  EXPECT_EQ(looking.now.result.deadCount, 0);
}

}  // namespace
}  // namespace gordian::board::test
