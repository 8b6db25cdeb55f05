// Detached threads in one order.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
Steps steps;

void forth(int step) {
  {
    std::lock_guard first(a);
    std::lock_guard second(b);  // NODEADLOCK
  }
  steps.reach(step);
}

int main() {
  std::thread(forth, 1).detach();
  steps.await(1);
  std::thread(forth, 2).detach();
  steps.await(2);
  std::puts("done");
}
