// Long waits with the means of C++: futures, semaphores, latches, pools, and ends of threads.
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include <pthread.h>
#include <unistd.h>

#include "../task_pool.hpp"

namespace {

using namespace std::chrono_literals;
constexpr auto kNap = 1600ms;

void nap() {
  std::this_thread::sleep_for(kNap);
}

// Reads what a child writes late: blocked where no lock is.
void readLate() {
  int ends[2];
  char byte = 0;
  if (pipe(ends) != 0) std::_Exit(3);
  if (fork() == 0) {
    usleep(1600000);
    std::_Exit(write(ends[1], "x", 1) == 1 ? 0 : 1);
  }
  if (read(ends[0], &byte, 1) != 1) std::_Exit(3);
}

void sleepUntil() {
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + kNap);
}
void asyncResult() {
  std::async(std::launch::async, nap).get();
}
void asyncReads() {
  std::async(std::launch::async, readLate).wait();
}
void deferred() {
  std::async(std::launch::deferred, nap).get();
}
void promiseLate() {
  std::promise<int> promise;
  std::jthread thread([&promise] {
    nap();
    promise.set_value(1);
  });
  promise.get_future().get();
}
void sharedFuture() {
  std::promise<void> promise;
  std::shared_future<void> future(promise.get_future());
  std::jthread one([future] { future.wait(); });
  std::jthread two([future] { future.wait(); });
  readLate();
  promise.set_value();
}
void futureFor() {
  std::promise<void> promise;
  promise.get_future().wait_for(kNap);
}
void futureChain() {
  auto first = std::async(std::launch::async, readLate);
  auto second = std::async(std::launch::async, [&first] { first.get(); });
  auto third = std::async(std::launch::async, [&second] { second.get(); });
  third.get();
}
void packagedTask() {
  std::packaged_task<void()> task(nap);
  auto done = task.get_future();
  std::jthread thread(std::move(task));
  done.get();
}
void latchLate() {
  std::latch started(2);
  std::jthread thread([&started] {
    nap();
    started.count_down();
  });
  started.arrive_and_wait();
}
void barrierLate() {
  std::barrier phase(3);
  std::jthread one([&phase] { phase.arrive_and_wait(); });
  std::jthread two([&phase] {
    readLate();
    phase.arrive_and_wait();
  });
  phase.arrive_and_wait();
}
void semaphoreLate() {
  std::counting_semaphore<4> jobs(0);
  std::jthread thread([&jobs] {
    nap();
    jobs.release();
  });
  jobs.acquire();
}
void semaphoreFor() {
  std::binary_semaphore jobs(0);
  if (jobs.try_acquire_for(kNap)) std::_Exit(3);
}
void atomicLate() {
  std::atomic<int> state{0};
  std::jthread thread([&state] {
    readLate();
    state = 1;
    state.notify_all();
  });
  state.wait(0);
}
void atomicLong() {
  std::atomic<long> state{0};
  std::jthread thread([&state] {
    nap();
    state = 1;
    state.notify_one();
  });
  state.wait(0);
}
void conditionFor() {
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, kNap);
}
void conditionAny() {
  std::shared_mutex table;
  std::condition_variable_any changed;
  bool fresh = false;
  std::jthread thread([&] {
    nap();
    std::unique_lock lock(table);
    fresh = true;
    changed.notify_all();
  });
  std::shared_lock lock(table);
  changed.wait(lock, [&fresh] { return fresh; });
}
void conditionStop() {
  std::mutex mutex;
  std::condition_variable_any never;
  std::jthread thread([&](std::stop_token stop) {
    std::unique_lock lock(mutex);
    never.wait(lock, stop, [] { return false; });
  });
  nap();
}
void timedMutex() {
  std::timed_mutex mutex;
  std::lock_guard lock(mutex);
  std::jthread([&mutex] {
    if (mutex.try_lock_for(kNap)) std::_Exit(3);
  });
}
void sharedTimed() {
  std::shared_timed_mutex table;
  std::lock_guard lock(table);
  std::jthread([&table] {
    if (table.try_lock_shared_for(kNap)) std::_Exit(3);
  });
}
void manyBehind() {
  std::mutex mutex;
  std::vector<std::jthread> followers;
  std::unique_lock lock(mutex);
  for (int i = 0; i < 20; ++i) {
    followers.emplace_back([&mutex] { std::lock_guard guard(mutex); });
  }
  readLate();
  lock.unlock();
}
void readersBehindWriter() {
  std::shared_mutex table;
  std::vector<std::jthread> readers;
  std::unique_lock lock(table);
  for (int i = 0; i < 5; ++i) {
    readers.emplace_back([&table] { std::shared_lock guard(table); });
  }
  nap();
}
void callOnce() {
  std::once_flag once;
  std::jthread thread([&once] { std::call_once(once, readLate); });
  usleep(50000);
  std::call_once(once, readLate);
}
int slowValue() {
  static const int value = [] {
    readLate();
    return 1;
  }();
  return value;
}
void slowStatic() {
  std::jthread one([] { slowValue(); });
  std::jthread two([] { slowValue(); });
}
void poolIdle() {
  TaskPool pool(4);
  readLate();
}
void poolBusy() {
  TaskPool pool(4);
  std::promise<void> done;
  pool.submit([&done] {
    nap();
    done.set_value();
  });
  done.get_future().get();
}
void poolOfSemaphores() {
  std::counting_semaphore<8> jobs(0);
  std::vector<std::jthread> workers;
  for (int i = 0; i < 4; ++i) workers.emplace_back([&jobs] { jobs.acquire(); });
  readLate();
  jobs.release(4);
}
void poolOfAtomics() {
  std::atomic<bool> stop{false};
  std::vector<std::jthread> workers;
  for (int i = 0; i < 4; ++i) workers.emplace_back([&stop] { stop.wait(false); });
  nap();
  stop = true;
  stop.notify_all();
}
void pingPong() {
  std::mutex mutex;
  std::condition_variable changed;
  int turn = 0;
  const auto play = [&](int mine) {
    std::unique_lock lock(mutex);
    for (int i = 0; i < 80; ++i) {
      changed.wait(lock, [&] { return turn % 2 == mine; });
      std::this_thread::sleep_for(10ms);
      ++turn;
      changed.notify_one();
    }
  };
  std::jthread other(play, 1);
  play(0);
}
void detached() {
  static std::mutex mutex;
  static std::condition_variable ended;
  static bool done = false;
  std::thread([] {
    nap();
    std::lock_guard lock(mutex);
    done = true;
    ended.notify_one();
  }).detach();
  std::unique_lock lock(mutex);
  ended.wait(lock, [] { return done; });
}
void mainEnds() {  // the workers go on without main
  static std::mutex mutex;
  static std::condition_variable changed;
  static bool done = false;
  std::thread([] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [] { return done; });
    std::puts("done");
    std::exit(0);
  }).detach();
  std::thread([] {
    readLate();
    std::lock_guard lock(mutex);
    done = true;
    changed.notify_one();
  }).detach();
  pthread_exit(nullptr);
}
void atExit() {  // waits for its thread after main
  static std::thread thread(nap);
  std::atexit([] { thread.join(); });
}
void threadChain() {
  std::thread last([] {
    std::thread inner([] {
      std::thread innermost(readLate);
      innermost.join();
    });
    inner.join();
  });
  last.join();
}

struct Case {
  const char* name;
  void (*run)();
  const char* reason;
};
constexpr Case kCases[] = {
    {"sleep-until", sleepUntil, "sleep until a moment"},
    {"async", asyncResult, "a task that sleeps"},
    {"async-reads", asyncReads, "a task that reads a pipe"},
    {"async-deferred", deferred, "a task that is run by get"},
    {"promise", promiseLate, "a promise that is set late"},
    {"shared-future", sharedFuture, "two wait for main, which reads a pipe"},
    {"future-for", futureFor, "a wait with a limit"},
    {"future-chain", futureChain, "a task waits for a task that waits for one that reads"},
    {"packaged-task", packagedTask, "a task in a thread that sleeps"},
    {"latch", latchLate, "the last one comes late"},
    {"barrier", barrierLate, "the last one reads a pipe first"},
    {"semaphore", semaphoreLate, "released late"},
    {"semaphore-for", semaphoreFor, "a wait with a limit"},
    {"atomic", atomicLate, "notified by a thread that reads a pipe first"},
    {"atomic-long", atomicLong, "a wait through the library's own table"},
    {"condition-for", conditionFor, "a wait with a limit"},
    {"condition-any", conditionAny, "notified late"},
    {"condition-stop", conditionStop, "a stop token ends the wait late"},
    {"timed-mutex", timedMutex, "try_lock_for fails after its time"},
    {"shared-timed-mutex", sharedTimed, "try_lock_shared_for fails after its time"},
    {"twenty-behind", manyBehind, "twenty wait for a mutex whose holder reads a pipe"},
    {"readers-behind-writer", readersBehindWriter, "readers wait for a writer that sleeps"},
    {"call-once", callOnce, "the function reads a pipe"},
    {"static", slowStatic, "the initialisation of a static reads a pipe"},
    {"pool-idle", poolIdle, "workers without tasks while main reads a pipe"},
    {"pool-busy", poolBusy, "one worker sleeps, three are idle, main waits"},
    {"pool-semaphore", poolOfSemaphores, "idle in a semaphore while main reads a pipe"},
    {"pool-atomic", poolOfAtomics, "idle in atomic::wait while main sleeps"},
    {"ping-pong", pingPong, "two threads take turns for long"},
    {"detached", detached, "a detached thread notifies late"},
    {"main-ends", mainEnds, "main ends by pthread_exit; two threads go on"},
    {"at-exit", atExit, "a thread is joined after main"},
    {"thread-chain", threadChain, "threads that join threads, the last one reads a pipe"},
};

}  // namespace

int main(int count, char** values) {
  for (const auto& [name, run, reason] : kCases) {
    if (count == 2 && std::strcmp(values[1], "--list") == 0) {
      std::printf("%s\t%s\n", name, reason);
    } else if (count == 2 && std::strcmp(values[1], name) == 0) {
      run();
      std::puts("done");
      return 0;
    }
  }
  return count == 2 && std::strcmp(values[1], "--list") == 0 ? 0 : 2;
}
