// OPTIONS: locks=2
// The thread that runs the routine is joined before the other one comes to the flag, but that one
// exists already, and only an atomic keeps it waiting.
#include <cstdio>
#include <mutex>
#include <thread>

#include "live.hpp"

std::once_flag once;
std::mutex settings;

void setUp() {
  std::lock_guard guard(settings);  // DEADLOCK
}

void reload() {
  std::lock_guard guard(settings);
  std::call_once(once, setUp);  // DEADLOCK
}

int main() {
  Steps steps;
  std::thread other([&] {
    steps.await(1);
    reload();
  });
  std::thread([] { std::call_once(once, setUp); }).join();
  steps.reach(1);
  other.join();
  std::puts("done");
}
