// 200 threads alive at once, all in one order, and 100 more one after the other.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // NODEADLOCK
}

int main() {
  runLive(std::vector<std::function<void()>>(200, forth));
  for (int i = 0; i < 100; ++i) std::thread(forth).join();
  std::puts("done");
}
