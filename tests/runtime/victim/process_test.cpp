// Forks, and identities of locks that follow each other at one address.
#include "own_recording.hpp"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace {

using namespace gordian;

std::size_t instancesAt(const recording::Recording& recording, std::uintptr_t address) {
  std::size_t count = 0;
  for (const auto& lock : recording.lockInfo)
    if (lock.address == address) ++count;
  return count;
}

void holdBoth(pthread_mutex_t* one, pthread_mutex_t* two) {
  pthread_mutex_lock(one);
  pthread_mutex_lock(two);
  pthread_mutex_unlock(two);
  pthread_mutex_unlock(one);
}

pthread_mutex_t anchor = PTHREAD_MUTEX_INITIALIZER;

TEST(Identity, DestroyAndInitBeginANewLock) {
  static pthread_mutex_t reused;
  for (int i = 0; i < 3; ++i) {
    pthread_mutex_init(&reused, nullptr);
    holdBoth(&anchor, &reused);
    pthread_mutex_destroy(&reused);
  }
  EXPECT_EQ(instancesAt(ownRecording(), reinterpret_cast<std::uintptr_t>(&reused)), 3u);
}

TEST(Identity, FreedMemoryTakesItsLocksWithIt) {
  // The allocator decides when it uses memory again; each time it does, that is another lock.
  std::map<std::uintptr_t, std::size_t> times;
  for (int i = 0; i < 100; ++i) {
    auto* lock = static_cast<pthread_mutex_t*>(std::calloc(1, sizeof(pthread_mutex_t)));
    ++times[reinterpret_cast<std::uintptr_t>(lock)];
    holdBoth(&anchor, lock);
    std::free(lock);
  }
  ASSERT_LT(times.size(), 100u) << "the allocator used no memory again";
  const auto recording = ownRecording();
  for (const auto& [address, count] : times) EXPECT_EQ(instancesAt(recording, address), count);
}

TEST(Identity, UnmappedMemoryToo) {
  void* wanted = nullptr;
  for (int i = 0; i < 2; ++i) {
    void* page = mmap(wanted, 4096, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | (wanted != nullptr ? MAP_FIXED : 0), -1, 0);
    wanted = page;
    holdBoth(&anchor, static_cast<pthread_mutex_t*>(page));
    munmap(page, 4096);
  }
  EXPECT_EQ(instancesAt(ownRecording(), reinterpret_cast<std::uintptr_t>(wanted)), 2u);
}

void lockHere(std::uintptr_t& address) {
  pthread_mutex_t local = PTHREAD_MUTEX_INITIALIZER;
  holdBoth(&anchor, &local);
  address = reinterpret_cast<std::uintptr_t>(&local);
}

[[gnu::noinline]] void firstCaller(std::uintptr_t& address) {
  lockHere(address);
}
[[gnu::noinline]] void secondCaller(std::uintptr_t& address) {
  lockHere(address);
}

TEST(Identity, AnotherFrameIsAnotherLock) {
  std::uintptr_t one = 0;
  std::uintptr_t two = 0;
  firstCaller(one);
  secondCaller(two);
  ASSERT_EQ(one, two) << "the frames do not coincide here";
  EXPECT_EQ(instancesAt(ownRecording(), one), 2u);
}

TEST(Fork, TheChildHasItsOwnRecording) {
  const std::string before = ownRecording().file;
  int result[2];
  ASSERT_EQ(pipe(result), 0);
  const pid_t child = fork();
  if (child == 0) {
    static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
    std::thread([] { holdBoth(&anchor, &inner); }).join();
    const char* path = gordian_recording_path();
    if (path != nullptr) static_cast<void>(write(result[1], path, std::string(path).size()) > 0);
    _exit(7);
  }
  close(result[1]);
  char path[4096] = {};
  static_cast<void>(read(result[0], path, sizeof path - 1) > 0);
  close(result[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 7);
  ASSERT_NE(std::string(path), "");
  EXPECT_NE(std::string(path), before);
  const auto recording = recording::read(path).front();
  EXPECT_EQ(recording.pid, static_cast<std::uint32_t>(child));
  EXPECT_TRUE(recording.forked);
  EXPECT_TRUE(recording.ended);
  EXPECT_EQ(recording.trace.dependencies.size(), 1u);
  EXPECT_EQ(std::string(ownRecording().file), before);
}

void* onSmallStack(void*) {
  static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
  holdBoth(&anchor, &inner);
  const pid_t child = fork();
  if (child == 0) {
    holdBoth(&inner, &anchor);  // the first dependency of this process: its recording begins here
    _exit(gordian_recording_path() != nullptr ? 0 : 1);
  }
  static int status = -1;
  waitpid(child, &status, 0);
  return &status;
}

TEST(Fork, OnTheSmallestStack) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, PTHREAD_STACK_MIN);
  pthread_t thread;
  ASSERT_EQ(pthread_create(&thread, &attributes, onSmallStack, nullptr), 0);
  void* status = nullptr;
  pthread_join(thread, &status);
  EXPECT_EQ(*static_cast<int*>(status), 0);
  pthread_attr_destroy(&attributes);
}

TEST(Fork, AStormWhileOthersLock) {
  std::atomic<bool> stop{false};
  std::thread worker([&] {
    while (!stop) {
      pthread_mutex_t local = PTHREAD_MUTEX_INITIALIZER;
      auto heap = std::make_unique<std::mutex>();
      const std::lock_guard hold(*heap);
      holdBoth(&anchor, &local);
    }
  });
  for (int i = 0; i < 200; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      pthread_mutex_t mine = PTHREAD_MUTEX_INITIALIZER;
      pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
      holdBoth(&mine, &other);
      _exit(0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  stop = true;
  worker.join();
}

}  // namespace
