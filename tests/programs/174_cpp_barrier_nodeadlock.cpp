// The other party takes the lock after the barrier.
#include <barrier>
#include <cstdio>
#include <mutex>

#include "spin.hpp"

std::mutex table;
std::barrier<> phase(2);
std::atomic<int> waiter{0};

void look() {
  spinUntil(waiter, 1);
  spinUntilAsleep(waiter);
  phase.arrive_and_wait();
  std::lock_guard lock(table);
}

int main() {
  std::thread thread(look);
  {
    std::lock_guard busy(table);
    waiter = gettid();
    phase.arrive_and_wait();  // NODEADLOCK
  }
  thread.join();
  std::puts("done");
}
