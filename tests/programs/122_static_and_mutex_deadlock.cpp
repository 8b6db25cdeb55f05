// OPTIONS: locks=2
// A static's initialiser takes a mutex that elsewhere is held when the static is first asked for.
// The first attempt throws, so both happen in one run.
#include <cstdio>
#include <mutex>
#include <stdexcept>

#include "live.hpp"

std::mutex registry;
int attempts = 0;

struct Logger {
  Logger() {
    if (++attempts == 1) {
      std::lock_guard guard(registry);  // DEADLOCK
      throw std::runtime_error("not yet");
    }
  }
};

Logger& logger() {
  static Logger only;  // DEADLOCK
  return only;
}

void start() {
  try {
    logger();
  } catch (const std::runtime_error&) {
  }
}

void enrol() {
  std::lock_guard guard(registry);
  logger();
}

int main() {
  runLive({start, enrol});
  std::puts("done");
}
