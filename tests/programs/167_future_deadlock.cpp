// OPTIONS: expect=possible
// Who sets the value has looked into the table before. Had the one who waits for it been first, it
// would hold the table's lock and wait for ever.
#include <cstdio>
#include <future>
#include <mutex>

#include "spin.hpp"

std::mutex table;
std::promise<int> result;
std::atomic<int> looked{0};
std::atomic<int> waiter{0};

void compute() {
  { std::lock_guard look(table); }
  looked = 1;
  spinUntil(waiter, 1);
  spinUntilAsleep(waiter);
  result.set_value(42);
}

int main() {
  std::thread thread(compute);
  std::future<int> future = result.get_future();
  spinUntil(looked, 1);
  int value = 0;
  {
    std::lock_guard busy(table);
    waiter = gettid();
    value = future.get();  // GD104
  }
  thread.join();
  std::printf("%d\n", value);
}
