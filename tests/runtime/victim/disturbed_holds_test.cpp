// What is held stays right when acquisitions overlap and when handlers interrupt them.
#include "nestings.hpp"

#include <gordian/annotations.h>

#include <atomic>
#include <csignal>
#include <thread>

namespace {

using nestings::addressOf;
using nestings::Nesting;
using nestings::recordedOf;

// An acquisition that was asked for before another lock was taken: what is held then has a state of
// its own, and what is asked for next is another dependency.
TEST(DisturbedHolds, AreRightWhenAcquisitionsOverlap) {
  static char custom = 0;
  pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t last = PTHREAD_MUTEX_INITIALIZER;
  const auto take = [&](bool overlaps) {
    GORDIAN_LOCK_BEFORE(&custom, GORDIAN_EXCLUSIVE);
    if (overlaps) pthread_mutex_lock(&other);
    GORDIAN_LOCK_ACQUIRED(&custom, GORDIAN_EXCLUSIVE);
    pthread_mutex_lock(&last);
    pthread_mutex_unlock(&last);
    GORDIAN_LOCK_RELEASED(&custom);
    if (overlaps) pthread_mutex_unlock(&other);
  };
  take(false);
  take(true);
  const auto first = reinterpret_cast<std::uint64_t>(&custom);
  const auto found = recordedOf({addressOf(last)});
  EXPECT_EQ(found.count({{first}, addressOf(last)}), 1u);
  EXPECT_EQ(found.count({{first, addressOf(other)}, addressOf(last)}), 1u);
}

struct Interrupted {
  pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t outerOfHandler = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t innerOfHandler = PTHREAD_MUTEX_INITIALIZER;
};
Interrupted interrupted;
std::atomic<int> interruptions{0};

// A handler comes between any two instructions of the lock path. It may miss a lock that is just
// being taken or given up; it must never see one that is not held, nor leave anything behind.
TEST(DisturbedHolds, AreRightAlthoughAHandlerLocksAtAnyTime) {
  struct sigaction action {};
  action.sa_handler = [](int) {
    pthread_mutex_lock(&interrupted.outerOfHandler);
    pthread_mutex_lock(&interrupted.innerOfHandler);
    pthread_mutex_unlock(&interrupted.innerOfHandler);
    pthread_mutex_unlock(&interrupted.outerOfHandler);
    ++interruptions;
  };
  sigaction(SIGUSR1, &action, nullptr);
  std::atomic<bool> stop{false};
  std::thread worker([&] {
    while (!stop) {
      pthread_mutex_lock(&interrupted.outer);
      pthread_mutex_lock(&interrupted.inner);
      pthread_mutex_unlock(&interrupted.inner);
      pthread_mutex_unlock(&interrupted.outer);
    }
    EXPECT_EQ(GORDIAN_ASSERT_NO_LOCKS_HELD(), 0);
  });
  const pthread_t target = worker.native_handle();
  for (int i = 0; i < 3000; ++i) {
    const int before = interruptions;
    pthread_kill(target, SIGUSR1);
    while (interruptions == before) std::this_thread::yield();
  }
  stop = true;
  worker.join();

  const std::uint64_t outer = addressOf(interrupted.outer);
  const std::uint64_t inner = addressOf(interrupted.inner);
  const std::uint64_t outerOfHandler = addressOf(interrupted.outerOfHandler);
  const std::uint64_t innerOfHandler = addressOf(interrupted.innerOfHandler);
  const std::set<Nesting> possible = {{{outer}, inner},
                                      {{outer}, outerOfHandler},
                                      {{outer, inner}, outerOfHandler},
                                      {{outerOfHandler}, innerOfHandler},
                                      {{outer, outerOfHandler}, innerOfHandler},
                                      {{outer, inner, outerOfHandler}, innerOfHandler}};
  const auto found = recordedOf({outer, inner, outerOfHandler, innerOfHandler});
  for (const auto& [nesting, count] : found) EXPECT_EQ(possible.count(nesting), 1u);
  EXPECT_EQ(found.count({{outer}, inner}), 1u);
  EXPECT_EQ(found.count({{outerOfHandler}, innerOfHandler}), 1u);
}

}  // namespace
