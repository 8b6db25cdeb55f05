// OPTIONS: expect=possible
// The thread that counts the latch down takes the lock on its way there.
#include <cstdio>
#include <latch>
#include <mutex>

#include "spin.hpp"

std::mutex registry;
std::latch ready(1);
std::atomic<int> entered{0};
std::atomic<int> waiter{0};

void start() {
  { std::lock_guard enter(registry); }
  entered = 1;
  spinUntil(waiter, 1);
  spinUntilAsleep(waiter);
  ready.count_down();
}

int main() {
  std::thread thread(start);
  spinUntil(entered, 1);
  {
    std::lock_guard busy(registry);
    waiter = gettid();
    ready.wait();  // GD104
  }
  thread.join();
  std::puts("done");
}
