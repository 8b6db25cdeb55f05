// The latch is counted down first. Both sides of the other one only read.
#include <cstdio>
#include <latch>
#include <mutex>
#include <shared_mutex>

#include "spin.hpp"

std::mutex registry;
std::shared_mutex table;
std::latch ready(1);
std::latch seen(1);
std::atomic<int> waits{0};
int waiter = 0;

void start() {
  spinUntil(waits, 1);
  spinUntilAsleep(waiter);
  ready.count_down();
  { std::lock_guard enter(registry); }
  { std::shared_lock look(table); }
  spinUntil(waits, 2);
  spinUntilAsleep(waiter);
  seen.count_down();
}

int main() {
  waiter = gettid();
  std::thread thread(start);
  {
    std::lock_guard busy(registry);
    waits = 1;
    ready.wait();  // NODEADLOCK
  }
  {
    std::shared_lock look(table);
    waits = 2;
    seen.wait();  // NODEADLOCK
  }
  thread.join();
  std::puts("done");
}
