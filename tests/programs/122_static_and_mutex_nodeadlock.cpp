// The mutex is given back before the static is asked for.
#include <cstdio>
#include <mutex>
#include <stdexcept>

#include "live.hpp"

std::mutex registry;
int attempts = 0;

struct Logger {
  Logger() {
    if (++attempts == 1) {
      std::lock_guard guard(registry);  // NODEADLOCK
      throw std::runtime_error("not yet");
    }
  }
};

Logger& logger() {
  static Logger only;
  return only;
}

void start() {
  try {
    logger();
  } catch (const std::runtime_error&) {
  }
}

void enrol() {
  { std::lock_guard guard(registry); }
  logger();
}

int main() {
  runLive({start, enrol});
  std::puts("done");
}
