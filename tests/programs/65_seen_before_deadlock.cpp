// OPTIONS: locks=2
// The order was known before the child was created; what counts is that it comes again after.
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
  for (int i = 0; i < 1000; ++i) forth();
  std::thread child(back);
  forth();
  steps.reach(1);
  child.join();
  std::puts("done");
}
