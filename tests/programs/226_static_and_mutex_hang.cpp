// A function's static is initialised under its guard and wants a mutex, whose holder wants the
// static.
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::mutex registry;
int arrived = 0;

struct Logger {
  Logger() {
    meet(&arrived, 2);
    std::lock_guard guard(registry);  // HANG
  }
};

Logger& logger() {
  static Logger only;  // HANG
  return only;
}

void enrol() {
  std::lock_guard guard(registry);
  meet(&arrived, 2);
  logger();
}

int main() {
  std::thread one([] { logger(); });
  std::thread two(enrol);
  one.join();
  two.join();
  std::puts("done");
}
