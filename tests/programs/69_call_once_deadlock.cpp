// OPTIONS: locks=2
// One side runs once, but the other does not wait for it.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::once_flag once;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  runLive({[] { std::call_once(once, forth); }, back});
  std::puts("done");
}
