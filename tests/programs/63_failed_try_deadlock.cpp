// OPTIONS: locks=2
// The try succeeds, so its lock is held when the next one is taken.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::unique_lock maybe(b, std::try_to_lock);
  std::lock_guard second(a);  // DEADLOCK
}

void back() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
