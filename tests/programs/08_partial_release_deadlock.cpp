// OPTIONS: locks=2
// The first lock is still held when the third is taken.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex c;

void chain() {
  std::lock_guard first(a);
  std::lock_guard second(b);
  std::lock_guard third(c);  // DEADLOCK
}

void back() {
  std::lock_guard first(c);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  runLive({chain, back});
  std::puts("done");
}
