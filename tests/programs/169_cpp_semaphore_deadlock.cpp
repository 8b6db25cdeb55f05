// OPTIONS: expect=possible
// C++20's semaphore waits by a futex. Who releases it takes the lock before.
#include <cstdio>
#include <mutex>
#include <semaphore>

#include "spin.hpp"

std::mutex store;
std::counting_semaphore<> item(0);
std::atomic<int> taken{0};
std::atomic<int> waiter{0};

void produce() {
  { std::lock_guard take(store); }
  taken = 1;
  spinUntil(waiter, 1);
  spinUntilAsleep(waiter);
  item.release();
}

int main() {
  std::thread thread(produce);
  spinUntil(taken, 1);
  {
    std::lock_guard busy(store);
    waiter = gettid();
    item.acquire();  // GD104
  }
  thread.join();
  std::puts("done");
}
