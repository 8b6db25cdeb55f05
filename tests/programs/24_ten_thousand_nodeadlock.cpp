// 10,000 locks, neighbours in ascending order by two threads.
#include <cstdio>
#include <mutex>
#include <vector>

#include "live.hpp"

std::vector<std::mutex> locks(10'000);

void ascend() {
  for (std::size_t i = 0; i + 1 < locks.size(); ++i) {
    std::lock_guard first(locks[i]);
    std::lock_guard second(locks[i + 1]);  // NODEADLOCK
  }
}

int main() {
  runLive({ascend, ascend});
  std::puts("done");
}
