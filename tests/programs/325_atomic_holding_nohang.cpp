// Waits long for an atomic to change, with a mutex held that nobody needs meanwhile.
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::mutex state;
std::atomic<int> version{0};

int main() {
  std::thread reader([] {
    std::lock_guard guard(state);
    version.wait(0);  // NODEADLOCK
  });
  std::thread writer([] {
    linger(1500);
    ++version;
    version.notify_all();
    std::lock_guard guard(state);
  });
  reader.join();
  writer.join();
  std::puts("done");
}
