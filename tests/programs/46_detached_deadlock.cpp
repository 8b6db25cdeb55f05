// OPTIONS: locks=2
// Detached threads: nobody joins them, so nothing orders them.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
Steps steps;
Counter ended;

void forth() {
  {
    std::lock_guard first(a);
    std::lock_guard second(b);  // DEADLOCK
  }
  steps.reach(1);
  ended.add();
}

void back() {
  {
    std::lock_guard first(b);
    std::lock_guard second(a);  // DEADLOCK
  }
  ended.add();
}

int main() {
  std::thread(forth).detach();
  steps.await(1);
  std::thread(back).detach();
  ended.await(2);
  std::puts("done");
}
