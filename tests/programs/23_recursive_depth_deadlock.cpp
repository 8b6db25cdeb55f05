// OPTIONS: locks=2
// Unlocked once of twice: the recursive lock is still held when the next one is taken.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::recursive_mutex a;
std::mutex b;

void forth() {
  std::lock_guard outer(a);
  { std::lock_guard again(a); }
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
