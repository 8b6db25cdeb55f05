// Threads that take locks in more ways than there is memory for: the runtime begins anew, within
// its budget, and writes nothing twice.
#include "own_recording.hpp"

#include <fstream>
#include <numeric>
#include <string>

#include <pthread.h>

namespace {

constexpr std::size_t kLocks = 64;
constexpr int kDepths = 75;  // each another way to take the same two locks
constexpr std::size_t kPairs = kLocks * (kLocks - 1) / 2;
constexpr std::size_t kThreads = 3;

pthread_mutex_t locks[kLocks];

[[gnu::noinline]] void nest(int depth, pthread_mutex_t& outer, pthread_mutex_t& inner) {
  if (depth > 0) {
    nest(depth - 1, outer, inner);
    asm volatile("");  // no tail call
    return;
  }
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&inner);
  pthread_mutex_unlock(&inner);
  pthread_mutex_unlock(&outer);
}

void nestAll() {
  for (int depth = 0; depth < kDepths; ++depth)
    for (std::size_t i = 0; i < kLocks; ++i)
      for (std::size_t j = i + 1; j < kLocks; ++j) nest(depth, locks[i], locks[j]);
}

std::size_t residentKiB() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "RssAnon:") {
      std::size_t size = 0;
      status >> size;
      return size;
    }
  return 0;
}

pthread_barrier_t allDone;

void* work(void*) {
  nestAll();
  pthread_barrier_wait(&allDone);  // all tables at once
  pthread_barrier_wait(&allDone);
  return nullptr;
}

}  // namespace

TEST(TableBudget, IsKeptAndNothingIsWrittenTwice) {
  for (pthread_mutex_t& lock : locks) pthread_mutex_init(&lock, nullptr);
  pthread_barrier_init(&allDone, nullptr, kThreads + 1);
  const std::size_t before = residentKiB();
  pthread_t threads[kThreads];
  for (pthread_t& thread : threads) ASSERT_EQ(pthread_create(&thread, nullptr, work, nullptr), 0);
  pthread_barrier_wait(&allDone);
  EXPECT_LT(residentKiB(), before + 32 * 1024 + kLocks);
  pthread_barrier_wait(&allDone);
  for (const pthread_t thread : threads) ASSERT_EQ(pthread_join(thread, nullptr), 0);
  EXPECT_LT(residentKiB(), before + 4 * 1024);

  const auto recording = ownRecording();
  EXPECT_EQ(recording.trace.dependencies.size(), kPairs * kThreads);
  for (const auto& dependency : recording.trace.dependencies)
    ASSERT_EQ(dependency.count, static_cast<std::uint64_t>(kDepths));
  EXPECT_TRUE(recording.limits.empty());
}
