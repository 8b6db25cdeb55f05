// The try fails, so nothing is held when the next lock is taken.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
Steps steps;

void forth() {
  steps.await(1);
  std::unique_lock maybe(b, std::try_to_lock);
  std::lock_guard second(a);  // NODEADLOCK
  steps.reach(2);
}

void hold() {
  {
    std::lock_guard first(b);
    steps.reach(1);
    steps.await(2);
  }
  std::lock_guard first(a);
  std::lock_guard second(b);
}

int main() {
  std::thread one(forth);
  std::thread other(hold);
  one.join();
  other.join();
  std::puts("done");
}
