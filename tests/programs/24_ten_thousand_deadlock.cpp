// OPTIONS: locks=2
// 10,000 locks, neighbours in ascending order, and one thread that once goes down.
#include <cstdio>
#include <mutex>
#include <vector>

#include "live.hpp"

std::vector<std::mutex> locks(10'000);

void ascend() {
  for (std::size_t i = 0; i + 1 < locks.size(); ++i) {
    std::lock_guard first(locks[i]);
    std::lock_guard second(locks[i + 1]);  // DEADLOCK
  }
}

void descendOnce() {
  std::lock_guard first(locks[7001]);
  std::lock_guard second(locks[7000]);  // DEADLOCK
}

int main() {
  runLive({ascend, ascend, descendOnce});
  std::puts("done");
}
