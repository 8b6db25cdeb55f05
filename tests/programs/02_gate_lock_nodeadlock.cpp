// Both sides hold the same gate lock around their opposite orders.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex gate;
std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard guard(gate);
  std::lock_guard first(a);
  std::lock_guard second(b);  // NODEADLOCK(gate lock)
}

void back() {
  std::lock_guard guard(gate);
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK(gate lock)
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
