// OPTIONS: expect=possible
// C++20's barrier: the last party takes the lock before it comes.
#include <barrier>
#include <cstdio>
#include <mutex>

#include "spin.hpp"

std::mutex table;
std::barrier<> phase(2);
std::atomic<int> looked{0};
std::atomic<int> waiter{0};

void look() {
  { std::lock_guard lock(table); }
  looked = 1;
  spinUntil(waiter, 1);
  spinUntilAsleep(waiter);
  phase.arrive_and_wait();
}

int main() {
  std::thread thread(look);
  spinUntil(looked, 1);
  {
    std::lock_guard busy(table);
    waiter = gettid();
    phase.arrive_and_wait();  // GD104
  }
  thread.join();
  std::puts("done");
}
