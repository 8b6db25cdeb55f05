// 1,000 locks held at once by two threads in turn, always in the same order.
#include <cstdio>
#include <mutex>
#include <vector>

#include "live.hpp"

std::vector<std::mutex> locks(1'000);

void holdAll() {
  std::vector<std::unique_lock<std::mutex>> held;
  for (auto& lock : locks) held.emplace_back(lock);  // NODEADLOCK
}

int main() {
  runLive({holdAll, holdAll});
  std::puts("done");
}
