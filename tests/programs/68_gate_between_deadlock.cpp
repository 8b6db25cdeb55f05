// OPTIONS: locks=2 findings=2
// The gate is taken between the two locks: it keeps a and b apart and makes two cycles of its own.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex gate;
std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard guard(gate);  // DEADLOCK
  std::lock_guard second(b);    // DEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard guard(gate);  // DEADLOCK
  std::lock_guard second(a);    // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
