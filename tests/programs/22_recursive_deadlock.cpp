// OPTIONS: locks=2
// Recursive mutexes forgive their own thread, not each other.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::recursive_mutex a;
std::recursive_mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard again(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
  std::lock_guard again(a);
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
