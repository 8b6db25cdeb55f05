// OPTIONS: locks=3
// As 08 without a deadlock, but with the third thread that the cycle needs.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex c;

void chain() {
  std::unique_lock first(a);
  std::unique_lock second(b);
  first.unlock();
  std::unique_lock third(c);  // DEADLOCK
}

void back() {
  std::lock_guard first(c);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  runLive({chain, back, chain});
  std::puts("done");
}
