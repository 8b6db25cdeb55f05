// OPTIONS: expect=possible
// An atomic is waited for with a lock held that whoever changes it takes before.
#include <cstdio>
#include <mutex>

#include "spin.hpp"

std::mutex settings;
std::atomic<int> version{0};
std::atomic<int> hasRead{0};
std::atomic<int> waiter{0};

void publish() {
  { std::lock_guard read(settings); }
  hasRead = 1;
  spinUntil(waiter, 1);
  spinUntilAsleep(waiter);
  version = 1;
  version.notify_all();
}

int main() {
  std::thread thread(publish);
  spinUntil(hasRead, 1);
  {
    std::lock_guard busy(settings);
    waiter = gettid();
    version.wait(0);  // GD104
  }
  thread.join();
  std::puts("done");
}
