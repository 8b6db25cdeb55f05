// Locking again what the thread already holds never waits, in whatever order it looks.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::recursive_mutex a;
std::recursive_mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);
  std::lock_guard again(a);  // NODEADLOCK
}

int main() {
  runLive({forth, forth});
  std::puts("done");
}
