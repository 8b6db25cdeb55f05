#include "live/reclaim.hpp"

#include <gtest/gtest.h>

#include "fake_board.hpp"

namespace gordian::cli::testing {
namespace {

constexpr std::uint64_t kFile = std::uint64_t{1} << 63U | 7;

TEST(Reclaim, TakesTheWindowsOfTheDeadOnly) {
  FakeBoard board;
  FakeProcesses processes;
  processes.process(10, {10});
  board.slot(10, 10);
  board.hold(board.slot(11, 11), 0x100);
  board.wait(board.slot(11, 12), recording::kWaitLock, 0x100);
  EXPECT_EQ(reclaimWindows(board.writable(), processes), 1u);
  EXPECT_EQ(board.header().windowOwner[0], 10u);
  EXPECT_EQ(board.header().windowOwner[1], 0u);
  EXPECT_EQ(reclaimWindows(board.writable(), processes), 0u);
}

TEST(Reclaim, KeepsWhatOthersMayWaitFor) {
  FakeBoard board;
  FakeProcesses processes;
  board.hold(board.slot(11, 11), 0x100, kFile);
  EXPECT_EQ(reclaimWindows(board.writable(), processes), 1u) << "it ran: perhaps it held nothing";
  board.hold(board.slot(12, 12), 0x100, kFile);
  board.slot(12, 12).state = recording::kSlotEnded;
  EXPECT_EQ(reclaimWindows(board.writable(), processes), 0u);
  EXPECT_EQ(board.header().windowOwner[1], 12u);
}

TEST(Reclaim, KeepsWhoHoldsMoreThanASlotLists) {
  FakeBoard board;
  FakeProcesses processes;
  board.slot(11, 11).moreWindow = 2;
  EXPECT_EQ(reclaimWindows(board.writable(), processes), 0u);
}

TEST(Reclaim, TenThousandProcessesFitOneAfterTheOther) {
  FakeBoard board;
  FakeProcesses processes;
  for (std::uint32_t pid = 100; pid < 10'100; pid += recording::kWindows) {
    auto& header = board.header();
    for (std::uint32_t i = 0; i < recording::kWindows; ++i) {
      ASSERT_EQ(header.windowOwner[i], 0u);
      header.windowOwner[i] = pid + i;
    }
    header.usedWindows = recording::kWindows;
    EXPECT_EQ(reclaimWindows(board.writable(), processes), std::size_t{recording::kWindows});
  }
}

}  // namespace
}  // namespace gordian::cli::testing
