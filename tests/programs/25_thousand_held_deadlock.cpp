// OPTIONS: locks=2
// 1,000 locks held at once, and one pair taken the other way round.
#include <cstdio>
#include <mutex>
#include <vector>

#include "live.hpp"

std::vector<std::mutex> locks(1'000);

void holdAll() {
  std::vector<std::unique_lock<std::mutex>> held;
  for (auto& lock : locks) held.emplace_back(lock);  // DEADLOCK
}

void back() {
  std::lock_guard first(locks[501]);
  std::lock_guard second(locks[500]);  // DEADLOCK
}

int main() {
  runLive({holdAll, holdAll, back});
  std::puts("done");
}
