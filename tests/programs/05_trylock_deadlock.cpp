// OPTIONS: locks=2
// A lock obtained by try_lock is held like any other: what follows can wait for ever.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  if (!a.try_lock()) return;
  b.lock();  // DEADLOCK
  b.unlock();
  a.unlock();
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
