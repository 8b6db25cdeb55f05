// What a snapshot copies, and what it takes for a thread that runs.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "fake_board.hpp"

namespace gordian::board::test {
namespace {

constexpr std::uint32_t kHeldOfWindow = sizeof(BoardMoreHeld::held) / sizeof(BoardHeld);

class SnapshotTest : public testing::Test {
 protected:
  const SlotCopy& only() {
    looking_.emplace_back(board_);
    const Looking& latest = looking_.back();
    EXPECT_TRUE(latest.ok);
    EXPECT_TRUE(latest.now.snapshot.complete);
    EXPECT_EQ(latest.now.snapshot.slotCount, 1);
    return latest.now.snapshot.slots[0];
  }
  // A waiter that holds 24 locks in its slot and more in windows 1 and 2.
  BoardSlot& holderOfMany() {
    BoardSlot& slot = board_.waiter(0, recording::kWaitLock, 7);
    slot.heldCount = recording::kHeldOfSlot + kHeldOfWindow + 5;
    slot.moreWindow = 2;
    board_.header().windowOwner[1] = board_.header().windowOwner[2] = kPid;
    board_.more(1).next = 3;
    std::uint64_t object = 1000;
    for (BoardHeld& held : slot.held) held = heldOf(object++);
    for (BoardHeld& held : board_.more(1).held) held = heldOf(object++);
    for (int i = 0; i < 5; ++i) board_.more(2).held[i] = heldOf(object++);
    return slot;
  }

  FakeBoard board_;
  std::vector<Looking> looking_;
};

TEST_F(SnapshotTest, AWaiterWithEverything) {
  BoardSlot& slot = board_.waiter(0, recording::kWaitLock, 7);
  slot.startedNs = 5;
  hold(slot, 8);
  hold(slot, 9);
  slot.wait.frameCount = 2;
  slot.frames[0] = 0x10;
  slot.frames[1] = 0x20;
  const SlotCopy& copy = only();
  EXPECT_EQ(copy.does, SlotDoes::Waits);
  EXPECT_EQ(copy.pid, kPid);
  EXPECT_EQ(copy.tid, kPid);
  EXPECT_EQ(copy.startedNs, 5);
  EXPECT_EQ(copy.wait.key.object, 7);
  ASSERT_EQ(copy.heldCount, 2);
  EXPECT_EQ(copy.held[1].address, 9);
  ASSERT_EQ(copy.frameCount, 2);
  EXPECT_EQ(copy.frames[1], 0x20);
}

TEST_F(SnapshotTest, AnEvenSequenceRuns) {
  BoardSlot& slot = board_.waiter(0, recording::kWaitLock, 7);
  hold(slot, 8);
  slot.sequence = 2;
  EXPECT_EQ(only().does, SlotDoes::Runs);
  EXPECT_EQ(only().heldCount, 0);
}

TEST_F(SnapshotTest, AnEndedThreadStillHolds) {
  BoardSlot& slot = board_.thread(0);
  slot.state = recording::kSlotEnded;
  hold(slot, 8);
  EXPECT_EQ(only().does, SlotDoes::Gone);
  EXPECT_EQ(only().heldCount, 1);
}

TEST_F(SnapshotTest, WhatIsNotUnderstoodRuns) {
  BoardSlot& slot = board_.waiter(0, recording::kWaitLock, 7);
  slot.state = recording::kSlotDistrust;
  EXPECT_EQ(only().does, SlotDoes::Runs);
  slot.state = 77;
  EXPECT_EQ(only().does, SlotDoes::Runs);
  slot.state = recording::kSlotLive;
  slot.wait.kind = 200;
  EXPECT_EQ(only().does, SlotDoes::Runs);
  slot.wait.kind = recording::kWaitNone;
  EXPECT_EQ(only().does, SlotDoes::Runs);
  slot.wait.kind = recording::kWaitLock;
  EXPECT_EQ(only().does, SlotDoes::Waits);
}

TEST_F(SnapshotTest, SlotsOfNobody) {
  board_.waiter(0, recording::kWaitLock, 7);
  board_.waiter(1, recording::kWaitLock, 7).state = recording::kSlotFree;
  board_.waiter(2, recording::kWaitLock, 7).pid = kPid + 1;  // not the owner of the window
  board_.waiter(3, recording::kWaitLock, 7).tid = 0;
  board_.waiter(4, recording::kWaitLock, 7).pid = 0;
  EXPECT_EQ(only().tid, kPid);
}

TEST_F(SnapshotTest, LocksThatAnotherThreadReleasedAreNotHeld) {
  BoardSlot& slot = board_.waiter(0, recording::kWaitLock, 7);
  for (const std::uint64_t object : {8, 9, 8, 10}) hold(slot, object);
  slot.lost[0] = 8;
  slot.lostCount = 1;
  const SlotCopy& copy = only();
  ASSERT_EQ(copy.heldCount, 2);
  EXPECT_EQ(copy.held[0].address, 9);
  EXPECT_EQ(copy.held[1].address, 10);
  slot.lostCount = recording::kLostOfSlot + 1;
  EXPECT_EQ(only().does, SlotDoes::Runs);
}

TEST_F(SnapshotTest, ManyLocksContinueInFurtherWindows) {
  holderOfMany();
  const SlotCopy& copy = only();
  EXPECT_EQ(copy.does, SlotDoes::Waits);
  ASSERT_EQ(copy.heldCount, recording::kHeldOfSlot + kHeldOfWindow + 5);
  for (std::uint32_t i = 0; i < copy.heldCount; ++i) EXPECT_EQ(copy.held[i].address, 1000 + i);
}

TEST_F(SnapshotTest, AChainThatIsTooShortRuns) {
  BoardSlot& slot = holderOfMany();
  slot.heldCount += kHeldOfWindow;
  EXPECT_EQ(only().does, SlotDoes::Runs);
  slot.heldCount = 0xffffffff;
  EXPECT_EQ(only().does, SlotDoes::Runs);
}

TEST_F(SnapshotTest, AChainOutOfTheBoardOrIntoAnotherProcessRuns) {
  holderOfMany();
  board_.more(1).next = 0xffffffff;
  EXPECT_EQ(only().does, SlotDoes::Runs);
  board_.more(1).next = 3;
  board_.header().windowOwner[2] = kPid + 1;
  EXPECT_EQ(only().does, SlotDoes::Runs);
}

TEST_F(SnapshotTest, AChainInALoopEnds) {
  BoardSlot& slot = holderOfMany();
  board_.more(1).next = 2;
  slot.heldCount = 1'000'000;
  Looking looking(board_);
  ASSERT_TRUE(looking.ok);
  EXPECT_FALSE(looking.now.snapshot.complete);  // there was no room for a million
  EXPECT_EQ(looking.now.snapshot.slots[0].does, SlotDoes::Runs);
}

TEST_F(SnapshotTest, ASlotThatChangesWhileItIsCopiedRuns) {
  BoardSlot& slot = holderOfMany();
  int changes = 1;
  board_.onWindow = [&](std::uint32_t index) {
    if (index == 2 && changes-- > 0) slot.sequence += 2;
  };
  EXPECT_EQ(only().does, SlotDoes::Waits);  // the second try was quiet
  changes = 1'000;
  EXPECT_EQ(only().does, SlotDoes::Runs);
}

TEST_F(SnapshotTest, AWindowThatCannotBeHad) {
  board_.waiter(0, recording::kWaitLock, 7);
  const BoardView view = {&board_.header(),
                          [](void*, std::uint32_t) -> const void* { return nullptr; }, nullptr};
  std::vector<std::uint64_t> memory(1024);
  Arena arena(memory.data(), memory.size() * 8);
  Snapshot snapshot;
  ASSERT_TRUE(takeSnapshot(view, arena, snapshot));
  EXPECT_EQ(snapshot.slotCount, 0);
}

TEST_F(SnapshotTest, NoBoard) {
  board_.header().version = 9;
  EXPECT_FALSE(Looking(board_).ok);
  board_.header().version = recording::kBoardVersion;
  board_.header().magic[0] = 'X';
  EXPECT_FALSE(Looking(board_).ok);
  EXPECT_EQ(snapshotSize(board_.view()), 0);
}

TEST_F(SnapshotTest, TheSizeThatIsToldIsEnough) {
  holderOfMany();
  for (std::uint32_t i = 1; i < 32; ++i) board_.waiter(i, recording::kWaitLock, i);
  EXPECT_TRUE(Looking(board_, {}, lookSize(board_.view())).now.snapshot.complete);
  EXPECT_LE(Looking(board_).used(), lookSize(board_.view()));
  EXPECT_FALSE(Looking(board_, {}, 64).now.snapshot.complete);
}

TEST_F(SnapshotTest, TheSameWait) {
  BoardSlot& slot = board_.waiter(0, recording::kWaitLock, 7);
  const SlotCopy before = only();
  EXPECT_TRUE(isSameWait(before, only()));
  slot.sequence = 3;
  EXPECT_FALSE(isSameWait(before, only()));
  slot.sequence = 1;
  slot.tid += 1;
  EXPECT_FALSE(isSameWait(before, only()));
  slot.tid -= 1;
  slot.startedNs = 1;  // the process executed another program
  EXPECT_FALSE(isSameWait(before, only()));
  slot.startedNs = 0;
  slot.sequence = 2;
  EXPECT_FALSE(isSameWait(only(), only()));
}

// A thread that waits again and again, each time holding locks that tell which time it is.
TEST_F(SnapshotTest, NoCopyMixesTwoWaits) {
  BoardSlot& slot = board_.waiter(0, recording::kWaitLock, 0);
  slot.sequence = 0;
  slot.heldCount = recording::kHeldOfSlot;
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (std::uint32_t i = 1; !stop; i += 2) {
      for (BoardHeld& held : slot.held) __atomic_store_n(&held.address, i, __ATOMIC_RELAXED);
      __atomic_store_n(&slot.wait.address, i, __ATOMIC_RELAXED);
      __atomic_store_n(&slot.sequence, i, __ATOMIC_RELEASE);
      for (int wait = 0; wait < 200; ++wait) __atomic_load_n(&slot.pid, __ATOMIC_SEQ_CST);
      __atomic_store_n(&slot.sequence, i + 1, __ATOMIC_SEQ_CST);
    }
  });
  int waits = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::uint64_t memory[1024];
    Arena arena(memory, sizeof memory);
    Snapshot snapshot;
    ASSERT_TRUE(takeSnapshot(board_.view(), arena, snapshot));
    const SlotCopy* copy = findSlot(snapshot, 0);
    if (copy == nullptr || copy->does != SlotDoes::Waits) continue;
    ++waits;
    for (std::uint32_t k = 0; k < copy->heldCount; ++k) {
      ASSERT_EQ(copy->held[k].address, copy->sequence);
    }
    ASSERT_EQ(copy->wait.address, copy->sequence);
  }
  stop = true;
  writer.join();
  EXPECT_GT(waits, 0);
}

}  // namespace
}  // namespace gordian::board::test
