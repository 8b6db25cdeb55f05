// The runtime's own lock when its holder never gives it back, or only late: who waits takes it over
// where the holder has left, and nowhere else.
#include "spin_lock.hpp"
#include "left_behind.hpp"
#include "process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <atomic>
#include <chrono>
#include <csignal>
#include <ctime>
#include <semaphore>
#include <thread>

namespace gordian::runtime {

std::atomic<bool> stopped{false};
void stopRuntime() noexcept {
  stopped = true;
}
bool isThisProcess() noexcept {
  return true;
}
std::uint32_t ownProcess() noexcept {
  return static_cast<std::uint32_t>(getpid());
}

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
constexpr milliseconds kPatience{1000};
constexpr milliseconds kLong{1500};
constexpr milliseconds kNoTime{500};

milliseconds processorTime() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return milliseconds(used.tv_sec * 1000 + used.tv_nsec / 1'000'000);
}

struct SpinLockTaken : testing::Test {
  SpinLockTaken() { stopped = false; }

  SpinLock lock;
  std::binary_semaphore isHeld{0};
  std::atomic<bool> isOver{false};
  std::atomic<milliseconds> burnt{milliseconds(0)};  // by the holder, since it has the lock

  milliseconds waitForLock() {
    const auto begin = Clock::now();
    lock.lock();
    return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
  }
  void take() {
    lock.lock();
    isHeld.release();
  }
  void burn(milliseconds atMost) {
    const milliseconds begin = processorTime();
    while (!isOver && burnt.load() < atMost) burnt = processorTime() - begin;
  }
};

TEST_F(SpinLockTaken, ByWhoWaitsWhereTheHolderWorksOnElsewhere) {
  std::thread holder([&] {
    take();
    burn(milliseconds(60'000));
    lock.unlock();  // late: it is somebody else's by now
  });
  isHeld.acquire();
  EXPECT_GE(waitForLock(), kPatience);
  EXPECT_GE(burnt.load() + milliseconds(100), kPatience);  // it was given all that time
  EXPECT_TRUE(isStopped());
  isOver = true;
  holder.join();
  stopped = false;
  std::atomic<bool> hasIt{false};
  std::thread third([&] {
    lock.lock();
    hasIt = true;
    lock.unlock();
  });
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_FALSE(hasIt) << "the late release freed what it did not hold";
  lock.unlock();
  third.join();
  EXPECT_FALSE(isStopped());
}

TEST_F(SpinLockTaken, WhereTheHolderSleepsInACallOfTheProgram) {
  std::binary_semaphore end{0};
  std::thread holder([&] {
    take();
    end.acquire();
  });
  isHeld.acquire();
  EXPECT_GE(waitForLock(), kPatience);
  EXPECT_TRUE(isStopped());
  lock.unlock();
  end.release();
  holder.join();
}

TEST_F(SpinLockTaken, WhereTheHolderHasEnded) {
  std::thread([&] { take(); }).join();
  waitForLock();
  EXPECT_TRUE(isStopped());
}

TEST_F(SpinLockTaken, WhereItsOwnHolderAsksAgain) {
  lock.lock();
  waitForLock();
  EXPECT_TRUE(isStopped());
  lock.unlock();
  lock.lock();
  lock.unlock();
}

TEST_F(SpinLockTaken, NotFromAHolderThatIsSlow) {
  std::thread holder([&] {
    take();
    burn(kNoTime);
    lock.unlock();
  });
  isHeld.acquire();
  waitForLock();
  EXPECT_GE(burnt.load(), kNoTime);
  EXPECT_FALSE(isStopped());
  lock.unlock();
  holder.join();
}

// A full pipe stands for a disk that does not answer.
TEST_F(SpinLockTaken, NotFromAHolderThatWaitsForItsOwnOutput) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  std::thread holder([&] {
    static char much[1 << 20];
    take();
    EXPECT_EQ(write(ends[1], much, sizeof much), static_cast<ssize_t>(sizeof much));
    lock.unlock();
  });
  isHeld.acquire();
  std::thread reader([&] {
    static char some[1 << 16];
    std::this_thread::sleep_for(kLong);
    for (std::size_t left = 1 << 20; left != 0;)
      left -= static_cast<std::size_t>(read(ends[0], some, sizeof some));
  });
  EXPECT_GE(waitForLock(), kPatience);
  EXPECT_FALSE(isStopped());
  lock.unlock();
  holder.join();
  reader.join();
  close(ends[0]);
  close(ends[1]);
}

// Nobody has had it for long, although it is never free for long.
TEST_F(SpinLockTaken, NotFromManyInTurn) {
  std::thread others[3];
  for (std::thread& other : others)
    other = std::thread([&] {
      while (!isOver) {
        lock.lock();
        for (int i = 0; i < 1000; ++i) relax();
        lock.unlock();
      }
    });
  const auto begin = Clock::now();
  while (Clock::now() - begin < kLong) {
    lock.lock();
    lock.unlock();
  }
  isOver = true;
  for (std::thread& other : others) other.join();
  EXPECT_FALSE(isStopped());
}

}  // namespace
}  // namespace gordian::runtime
