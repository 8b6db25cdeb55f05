// Who sets the value looks into the table afterwards; who waits for the other value has given the
// lock back.
#include <cstdio>
#include <future>
#include <mutex>

#include "spin.hpp"

std::mutex table;
std::promise<int> first;
std::promise<int> second;
std::atomic<int> waiter{0};

void compute() {
  spinUntil(waiter, 1);
  spinUntilAsleep(waiter);
  first.set_value(1);
  { std::lock_guard look(table); }
  second.set_value(2);
}

int main() {
  std::thread thread(compute);
  int sum = 0;
  {
    std::lock_guard busy(table);
    waiter = gettid();
    sum += first.get_future().get();  // NODEADLOCK
  }
  sum += second.get_future().get();  // NODEADLOCK
  thread.join();
  std::printf("%d\n", sum);
}
