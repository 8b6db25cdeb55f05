// Programs log with their own lock held into a queue of four. The thread that writes the log looks
// into the same lock's data for each line, before it makes room: when the queue is full by then,
// both wait. This time it had looked already.
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "spin.hpp"

constexpr int kRoom = 4;
std::mutex state;
std::mutex m;
std::condition_variable notFull;
std::condition_variable notEmpty;
int queued = 0;
int written = 0;
std::atomic<int> looked{0};
std::atomic<int> isFull{0};

void writeLog() {
  for (int line = 1; line <= 2 * kRoom + 4; ++line) {
    {
      std::unique_lock lock(m);
      notEmpty.wait(lock, [] { return queued > 0; });
    }
    if (line == 2) spinUntil(isFull, 2);
    { std::lock_guard there(m); }  // who found it full waits by now
    { std::lock_guard look(state); }
    looked = line;
    if (line == 1) spinUntil(isFull, 1);
    {
      std::lock_guard lock(m);
      --queued;
      ++written;
    }
    notFull.notify_one();
  }
}

void log(int caller) {
  std::unique_lock lock(m);
  while (queued == kRoom) {
    isFull = caller;
    notFull.wait(lock);  // GD104
  }
  ++queued;
  notEmpty.notify_one();
}

int main() {
  for (int i = 0; i < kRoom; ++i) log(0);
  std::thread logger(writeLog);
  spinUntil(looked, 1);
  {
    std::lock_guard busy(state);
    log(1);
  }
  log(2);
  for (int i = 0; i < kRoom + 2; ++i) log(2);
  logger.join();
  std::puts("done");
}
