// OPTIONS: locks=2
// The first thread is joined, but only after the second has taken the other order.
#include <cstdio>
#include <mutex>
#include <thread>

#include "live.hpp"

std::mutex a;
std::mutex b;
Steps steps;

int main() {
  std::thread first([] {
    {
      std::lock_guard outer(a);
      std::lock_guard inner(b);  // DEADLOCK
    }
    steps.reach(1);
  });
  std::thread second([] {
    steps.await(1);
    std::lock_guard outer(b);
    std::lock_guard inner(a);  // DEADLOCK
  });
  first.join();
  second.join();
  std::puts("done");
}
