// The producer waits for its order after it has had the lock: what it does then it was told to do.
#include <cstdio>
#include <mutex>
#include <semaphore>

#include "spin.hpp"

std::mutex store;
std::binary_semaphore order(0);
std::binary_semaphore item(0);
std::atomic<int> producer{0};
std::atomic<int> waits{0};
int waiter = 0;

void produce() {
  { std::lock_guard take(store); }
  producer = gettid();
  order.acquire();
  spinUntil(waits, 1);
  spinUntilAsleep(waiter);
  item.release();
}

int main() {
  waiter = gettid();
  std::thread thread(produce);
  spinUntil(producer, 1);
  spinUntilAsleep(producer);
  {
    std::lock_guard busy(store);
    order.release();
    waits = 1;
    item.acquire();  // NODEADLOCK
  }
  thread.join();
  std::puts("done");
}
