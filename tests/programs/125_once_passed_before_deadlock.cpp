// OPTIONS: locks=2
// The holder of the mutex has come past another flag before, which says nothing about this one.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::once_flag once;
std::once_flag another;
std::mutex settings;

void setUp() {
  std::lock_guard guard(settings);  // DEADLOCK
}

void start() {
  std::call_once(once, setUp);
}

void reload() {
  std::call_once(another, [] {});
  std::lock_guard guard(settings);
  std::call_once(once, setUp);  // DEADLOCK
}

int main() {
  runLive({start, reload});
  std::puts("done");
}
