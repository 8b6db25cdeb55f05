// When a hang is sure, and how often it is told.
#include "live/watcher.hpp"

#include <gmock/gmock.h>

#include "fake_board.hpp"

namespace gordian::cli::testing {
namespace {

using namespace std::chrono_literals;
using recording::Hang;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Watching : public ::testing::Test {
 protected:
  // Two threads, each with the lock that the other waits for.
  void abba(std::uint32_t pid, std::uint32_t first, std::uint32_t second, std::uint64_t lock) {
    processes_.process(pid, {first, second});
    board_.hold(board_.slot(pid, first), lock);
    board_.hold(board_.slot(pid, second), lock + 1);
    board_.wait(board_.slot(pid, first), recording::kWaitLock, lock + 1);
    board_.wait(board_.slot(pid, second), recording::kWaitLock, lock);
  }
  // Looks every 200 ms; gives the time of each hang that was told, by its rule.
  std::vector<std::string> lookFor(std::chrono::milliseconds time,
                                   const std::function<void()>& between = {}) {
    std::vector<std::string> told;
    for (const auto end = passed_ + time; passed_ < end; passed_ += 200ms) {
      for (const Hang& hang : watcher_.look(start_ + passed_)) {
        told.push_back(std::to_string(passed_.count()) + " ms: GD" + std::to_string(hang.rule));
        for (const auto& waiter : hang.waiters) told.back() += " " + waiter.name;
        hangs_.push_back(hang);
      }
      if (between) between();
    }
    return told;
  }

  FakeBoard board_;
  FakeProcesses processes_;
  Watcher watcher_{board_.data(), processes_, {}};
  Clock::time_point start_ = Clock::now();
  std::chrono::milliseconds passed_{0};
  std::vector<Hang> hangs_;
};

TEST_F(Watching, NobodyMeansNothing) {
  EXPECT_THAT(lookFor(2000ms), IsEmpty());
}

TEST_F(Watching, ADeadlockIsToldOnceAndSoon) {
  abba(10, 11, 12, 100);
  EXPECT_THAT(lookFor(3000ms), ElementsAre("400 ms: GD201 t11 t12"));
  EXPECT_GE(hangs_[0].unchangedMs, 400U);
  EXPECT_EQ(hangs_[0].threads, 2U);
  EXPECT_EQ(hangs_[0].waiters[0].waitsFor, 1U);
  EXPECT_EQ(hangs_[0].waiters[0].through, 101U);
  EXPECT_EQ(hangs_[0].waiters[1].waitsFor, 0U);
}

TEST_F(Watching, ALaterOneIsToldToo) {
  abba(10, 11, 12, 100);
  EXPECT_EQ(lookFor(1000ms).size(), 1U);
  abba(20, 21, 22, 100);
  EXPECT_THAT(lookFor(2000ms), ElementsAre(::testing::HasSubstr("GD201 t21 t22")));
}

TEST_F(Watching, WhoMovesDoesNotHang) {
  abba(10, 11, 12, 100);
  EXPECT_THAT(lookFor(3000ms, [&] { board_.slot(10, 12).sequence += 2; }), IsEmpty());
}

TEST_F(Watching, OthersThatComeBehindDoNotPutItOff) {
  abba(10, 11, 12, 100);
  std::uint32_t next = 13;
  const auto more = [&] {
    if (next == 30) return;
    processes_.process(10, {next});
    board_.wait(board_.slot(10, next++), recording::kWaitLock, 100);
  };
  EXPECT_THAT(lookFor(3000ms, more), ElementsAre(::testing::HasSubstr("GD201 t11 t12")));
}

TEST_F(Watching, OtherThreadsMayRunMeanwhile) {
  abba(10, 11, 12, 100);
  processes_.process(10, {13});
  EXPECT_EQ(lookFor(2000ms).size(), 1U);
}

TEST_F(Watching, AStallIsWaitedForLonger) {
  processes_.process(10, {10, 11});
  board_.wait(board_.slot(10, 10), recording::kWaitCondition, 100);
  board_.wait(board_.slot(10, 11), recording::kWaitSemaphore, 200);
  EXPECT_THAT(lookFor(3000ms), ElementsAre("1000 ms: GD202 t10 t11"));
}

TEST_F(Watching, AnOwnerThatEndedIsPartOfTheHang) {
  constexpr std::uint64_t kFile = std::uint64_t{1} << 63U | 5;
  processes_.process(10, {10});
  board_.hold(board_.slot(20, 20), 100, kFile);  // of a process that is no more
  board_.slot(20, 20).state = recording::kSlotEnded;
  board_.wait(board_.slot(10, 10), recording::kWaitLock, 100, kFile);
  EXPECT_THAT(lookFor(2000ms), ElementsAre(::testing::StartsWith("400 ms: GD205")));
  ASSERT_EQ(hangs_.size(), 1U);
  EXPECT_EQ(hangs_[0].waiters.size(), 2U);
}

TEST_F(Watching, AHostileBoardTellsNothing) {
  abba(10, 11, 12, 100);
  for (std::uint32_t i = 0; i < recording::kSlotsOfWindow; ++i) {
    BoardSlot& slot = board_.slot(30, 31 + i);
    std::memset(static_cast<void*>(&slot), 0xff, sizeof slot);
  }
  board_.header().usedWindows = 0xffffffffU;
  std::fill(std::begin(board_.header().windowOwner), std::end(board_.header().windowOwner), 7);
  EXPECT_THAT(lookFor(1000ms), IsEmpty());
}

}  // namespace
}  // namespace gordian::cli::testing
