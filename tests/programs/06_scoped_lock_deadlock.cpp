// OPTIONS: locks=2
// scoped_lock keeps its own locks in order, not the third one that is taken around it.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex c;

void forth() {
  std::scoped_lock both(a, b);
  std::lock_guard third(c);  // DEADLOCK
}

void back() {
  std::lock_guard third(c);
  std::scoped_lock both(b, a);  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
