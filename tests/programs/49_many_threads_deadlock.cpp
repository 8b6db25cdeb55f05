// OPTIONS: locks=2
// 200 threads alive at once; the last one goes the other way round.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  std::vector<std::function<void()>> roles(199, forth);
  roles.push_back(back);
  runLive(roles);
  std::puts("done");
}
