// OPTIONS: locks=2
// The creator takes its order with its child already alive.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
Steps steps;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  steps.await(1);
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  std::thread child(back);
  forth();
  steps.reach(1);
  child.join();
  std::puts("done");
}
