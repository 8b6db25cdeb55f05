// OPTIONS: locks=2
// First try, then block: the usual shape of a wrapper that counts contention.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
Steps steps;

void enter(std::mutex& mutex) {
  if (mutex.try_lock()) return;
  steps.reach(2);
  mutex.lock();  // DEADLOCK
}

void forth() {
  steps.await(1);
  {
    std::lock_guard first(a);
    enter(b);
    b.unlock();
  }
  steps.reach(3);
}

void back() {
  {
    std::lock_guard alone(b);
    steps.reach(1);
    steps.await(2);
  }
  steps.await(3);
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  std::thread one(forth);
  std::thread other(back);
  one.join();
  other.join();
  std::puts("done");
}
