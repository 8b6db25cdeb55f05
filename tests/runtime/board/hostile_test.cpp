// Whatever stands on the board, looking at it ends, within its memory.
#include <gtest/gtest.h>

#include <random>

#include "fake_board.hpp"

namespace gordian::board::test {
namespace {

// False: it was refused as a whole.
bool lookTwice(FakeBoard& board, std::size_t size) {
  const Looking before(board, {}, size);
  const Looking now(board, {}, size);
  if (!before.ok || !now.ok) return false;
  for (std::uint32_t i = 0; i < now.now.result.hangCount; ++i) {
    isConfirmed(before.now, now.now, now.now.result.hangs[i]);
  }
  for (std::uint32_t i = 0; i < now.now.snapshot.slotCount; ++i) {
    const SlotCopy& slot = now.now.snapshot.slots[i];
    EXPECT_LE(slot.frameCount, recording::kFramesOfSlot);
    EXPECT_EQ(findSlot(now.now.snapshot, slot.place), &slot);
  }
  return true;
}

TEST(HostileBoard, RandomBytes) {
  std::mt19937_64 random(1);
  FakeBoard board(3);
  int looked = 0;
  for (int round = 0; round < 300; ++round) {
    for (std::uint64_t& word : board.windowWords()) word = random();
    for (std::uint32_t i = 0; i < 3; ++i) board.header().windowOwner[i] = kPid;
    for (std::uint32_t i = 0; i < 96; ++i) board.slot(i).pid = kPid;
    looked += lookTwice(board, std::size_t{1} << (10 + round % 11)) ? 1 : 0;
  }
  EXPECT_GT(looked, 0);
}

// Slots that are right but for some bytes reach deeper.
TEST(HostileBoard, NearlyRight) {
  std::mt19937_64 random(2);
  FakeBoard board(4);
  const auto pick = [&](std::uint64_t below) {
    return static_cast<std::uint32_t>(random() % below);
  };
  int looked = 0;
  for (int round = 0; round < 3'000; ++round) {
    std::fill(board.windowWords().begin(), board.windowWords().end(), 0);
    for (std::uint32_t i = 0; i < 4; ++i) board.header().windowOwner[i] = kPid + pick(2);
    for (std::uint32_t i = 0; i < 32; ++i) {
      BoardSlot& slot = board.waiter(i, static_cast<recording::WaitKind>(pick(14)), pick(8));
      slot.pid = board.header().windowOwner[0];
      slot.state = pick(5);
      slot.thread = pick(20);
      slot.sequence = pick(4);
      slot.lostCount = pick(9);
      slot.moreWindow = pick(7);
      slot.heldCount = pick(10) == 0 ? pick(~0U) : pick(40);
      slot.wait.target = pick(20);
      slot.wait.flags = static_cast<std::uint8_t>(pick(4) == 0 ? pick(256) : 0);
      slot.wait.mode = static_cast<std::uint8_t>(pick(3));
      slot.wait.lockKind = static_cast<std::uint8_t>(pick(12));
      slot.wait.frameCount = pick(200);
      slot.wait.mutex = {kPid, pick(4)};
      slot.wait.detail = pick(3) == 0 ? kPid + pick(4) : 0;
      for (BoardHeld& held : slot.held) {
        held = heldOf(pick(8), static_cast<std::uint8_t>(pick(3)),
                      static_cast<std::uint8_t>(pick(12)));
      }
    }
    for (std::uint32_t i = 1; i < 4; ++i) board.more(i).next = pick(6);
    for (int i = pick(20); i > 0; --i)
      board.windowWords()[pick(board.windowWords().size())] = random();
    if (pick(50) == 0) board.header().usedWindows = pick(~0U);
    looked += lookTwice(board, std::size_t{1} << (12 + pick(9))) ? 1 : 0;
    board.header().usedWindows = 4;
  }
  EXPECT_GT(looked, 0);
}

TEST(HostileBoard, CountsOfWindowsOutOfRange) {
  FakeBoard board(recording::kWindows);
  board.header().windowCount = board.header().usedWindows = ~0U;
  for (std::uint32_t& owner : board.header().windowOwner) owner = kPid;
  EXPECT_TRUE(lookTwice(board, std::size_t{64} << 20));
}

}  // namespace
}  // namespace gordian::board::test
