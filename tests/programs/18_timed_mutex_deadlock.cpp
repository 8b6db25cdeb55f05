// OPTIONS: locks=2
// lock() on a timed mutex waits for ever like any other.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::timed_mutex a;
std::timed_mutex b;

void forth() {
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
