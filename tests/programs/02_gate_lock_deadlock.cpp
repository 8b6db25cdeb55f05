// OPTIONS: locks=2
// The gate lock is held by one side only, so it guards nothing.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex gate;
std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard guard(gate);
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
