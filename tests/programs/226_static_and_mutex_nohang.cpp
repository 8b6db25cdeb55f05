// The mutex's holder asks for the static only after it has let go.
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::mutex registry;
int arrived = 0;

struct Logger {
  Logger() {
    meet(&arrived, 2);
    std::lock_guard guard(registry);  // NODEADLOCK
    be_slow();
  }
};

Logger& logger() {
  static Logger only;
  return only;
}

void enrol() {
  {
    std::lock_guard guard(registry);
    meet(&arrived, 2);
    be_slow();
  }
  logger();
}

int main() {
  std::thread one([] { logger(); });
  std::thread two(enrol);
  one.join();
  two.join();
  std::puts("done");
}
