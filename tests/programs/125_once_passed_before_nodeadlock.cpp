// The holder of the mutex has come past the flag before: it never waits there again.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::once_flag once;
std::once_flag another;
std::mutex settings;

void setUp() {
  std::lock_guard guard(settings);
}

void start() {
  std::call_once(once, setUp);
}

void reload() {
  std::call_once(once, [] {});
  std::lock_guard guard(settings);
  std::call_once(once, setUp);  // NODEADLOCK(ordered by join)
}

int main() {
  runLive({start, reload});
  std::puts("done");
}
