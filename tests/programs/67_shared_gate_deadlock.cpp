// OPTIONS: locks=2
// Both sides hold the gate, but as readers: they are inside together.
#include <cstdio>
#include <mutex>
#include <shared_mutex>

#include "live.hpp"

std::shared_mutex gate;
std::mutex a;
std::mutex b;

void forth() {
  std::shared_lock guard(gate);
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  std::shared_lock guard(gate);
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
