// The runtime changes nothing that the program can see.
#include "own_recording.hpp"

#include <pthread.h>
#include <semaphore.h>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <ctime>
#include <memory>
#include <mutex>
#include <thread>

namespace {

using namespace gordian;

TEST(NeverHarm, ErrnoStaysWhatItWas) {
  std::mutex outer;
  std::mutex inner;
  errno = 4711;
  {
    const std::lock_guard one(outer);
    const std::lock_guard two(inner);  // a new dependency: the slow path
  }
  EXPECT_EQ(errno, 4711);
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  EXPECT_EQ(sem_trywait(&semaphore), -1);
  EXPECT_EQ(errno, EAGAIN);
  errno = 4711;
  sem_post(&semaphore);
  EXPECT_EQ(errno, 4711);
  sem_destroy(&semaphore);
}

TEST(NeverHarm, ResultsAreTheRealOnes) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, &attributes);
  EXPECT_EQ(pthread_mutex_unlock(&mutex), EPERM);
  EXPECT_EQ(pthread_mutex_lock(&mutex), 0);
  EXPECT_EQ(pthread_mutex_lock(&mutex), EDEADLK);
  EXPECT_EQ(pthread_mutex_trylock(&mutex), EBUSY);
  const timespec past{1, 0};
  std::thread([&] { EXPECT_EQ(pthread_mutex_timedlock(&mutex, &past), ETIMEDOUT); }).join();
  EXPECT_EQ(pthread_mutex_unlock(&mutex), 0);
  EXPECT_EQ(pthread_mutex_destroy(&mutex), 0);
  pthread_mutexattr_destroy(&attributes);
}

TEST(NeverHarm, ARobustMutexOfADeadOwnerIsHandedOver) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, &attributes);
  std::thread([&] { pthread_mutex_lock(&mutex); }).join();
  EXPECT_EQ(pthread_mutex_lock(&mutex), EOWNERDEAD);
  EXPECT_EQ(pthread_mutex_consistent(&mutex), 0);
  EXPECT_EQ(pthread_mutex_unlock(&mutex), 0);
  pthread_mutex_destroy(&mutex);
}

struct Cancelled {
  pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  pthread_mutex_t after = PTHREAD_MUTEX_INITIALIZER;
  std::atomic<bool> waiting{false};
};

void unlockAfterCancel(void* argument) {
  auto& shared = *static_cast<Cancelled*>(argument);
  // The cancelled wait has taken the mutex again: this is a dependency mutex -> after.
  pthread_mutex_lock(&shared.after);
  pthread_mutex_unlock(&shared.after);
  pthread_mutex_unlock(&shared.mutex);
}

TEST(NeverHarm, ACancelledWaitHoldsItsMutexInTheCleanupHandlers) {
  Cancelled shared;
  pthread_t waiter;
  pthread_create(
      &waiter, nullptr,
      [](void* argument) -> void* {
        auto& own = *static_cast<Cancelled*>(argument);
        pthread_mutex_lock(&own.mutex);
        pthread_cleanup_push(unlockAfterCancel, argument);
        own.waiting = true;
        while (true) pthread_cond_wait(&own.condition, &own.mutex);
        pthread_cleanup_pop(0);
        return nullptr;
      },
      &shared);
  while (!shared.waiting) std::this_thread::yield();
  pthread_mutex_lock(&shared.mutex);  // it waits now
  pthread_mutex_unlock(&shared.mutex);
  pthread_cancel(waiter);
  void* result = nullptr;
  pthread_join(waiter, &result);
  EXPECT_EQ(result, PTHREAD_CANCELED);
  const auto recording = ownRecording();
  bool found = false;
  for (const auto& dependency : recording.trace.dependencies)
    if (recording.lockInfo[static_cast<std::size_t>(dependency.lock)].address ==
        reinterpret_cast<std::uint64_t>(&shared.after))
      for (const auto& held : dependency.held)
        found |= recording.lockInfo[static_cast<std::size_t>(held.lock)].address ==
                 reinterpret_cast<std::uint64_t>(&shared.mutex);
  EXPECT_TRUE(found);
}

struct LocksAtItsEnd {
  std::mutex one, two;
  ~LocksAtItsEnd() { const std::scoped_lock both(one, two); }
};

TEST(NeverHarm, ThreadLocalDestructorsMayLock) {
  for (int i = 0; i < 50; ++i)
    std::thread([] {
      thread_local LocksAtItsEnd atEnd;
      const std::lock_guard hold(atEnd.one);
    }).join();
  SUCCEED();  // it got here
}

pthread_mutex_t inHandler = PTHREAD_MUTEX_INITIALIZER;
std::atomic<int> handled{0};

TEST(NeverHarm, SignalHandlersMayLockWhileTheRuntimeWorks) {
  struct sigaction action {};
  action.sa_handler = [](int) {
    // Only this handler uses the mutex, and only one thread gets the signal.
    pthread_mutex_lock(&inHandler);
    ++handled;
    pthread_mutex_unlock(&inHandler);
  };
  sigaction(SIGUSR1, &action, nullptr);
  std::atomic<bool> stop{false};
  std::thread worker([&] {
    for (unsigned round = 0; !stop; ++round) {
      std::mutex outer;  // new locks all the time: the slow path all the time
      auto inner = std::make_unique<std::mutex>();
      const std::lock_guard one(outer);
      const std::lock_guard two(*inner);
    }
  });
  const pthread_t target = worker.native_handle();
  for (int i = 0; i < 500; ++i) {
    pthread_kill(target, SIGUSR1);
    std::this_thread::yield();
  }
  stop = true;
  worker.join();
  EXPECT_GT(handled.load(), 0);
}

pthread_mutex_t outerInHandler = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t innerInHandler = PTHREAD_MUTEX_INITIALIZER;

TEST(NeverHarm, AHandlerOnASmallStackMayTakeLocksInANewOrder) {
  constexpr std::size_t kSmall = 8192;  // what SIGSTKSZ always was
  const auto memory = std::make_unique<char[]>(kSmall);
  stack_t stack{};
  stack.ss_sp = memory.get();
  stack.ss_size = kSmall;
  stack_t before{};
  sigaltstack(&stack, &before);
  struct sigaction action {};
  action.sa_flags = SA_ONSTACK;
  action.sa_handler = [](int) {
    pthread_mutex_lock(&outerInHandler);
    pthread_mutex_lock(&innerInHandler);
    pthread_mutex_unlock(&innerInHandler);
    pthread_mutex_unlock(&outerInHandler);
  };
  sigaction(SIGUSR2, &action, nullptr);
  raise(SIGUSR2);
  sigaltstack(&before, nullptr);
  const auto recording = ownRecording();
  EXPECT_FALSE(recording.trace.dependencies.empty());
}

TEST(NeverHarm, ManyThreadsComeAndGo) {
  std::mutex outer;
  std::mutex inner;
  for (int i = 0; i < 2000; ++i)
    std::thread([&] {
      const std::lock_guard one(outer);
      const std::lock_guard two(inner);
    }).join();
  const auto recording = ownRecording();
  EXPECT_GE(recording.trace.threads.size(), 2000u);
  EXPECT_GE(recording.trace.joins.size(), 2000u);
}

}  // namespace
