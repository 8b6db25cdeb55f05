// One side holds the gate as writer, which keeps the readers out.
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
  std::lock_guard second(b);  // NODEADLOCK(gate lock)
}

void back() {
  std::unique_lock guard(gate);
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK(gate lock)
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
