// OPTIONS: threads=3
// Waits for an atomic to change and holds the mutex that whoever changes it needs first.
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::mutex state;
std::atomic<int> version{0};
int arrived = 0;

int main() {
  std::thread reader([] {
    std::lock_guard guard(state);
    meet(&arrived, 2);
    version.wait(0);  // HANG
  });
  std::thread writer([] {
    meet(&arrived, 2);
    std::lock_guard guard(state);  // HANG
    ++version;
    version.notify_all();
  });
  reader.join();
  writer.join();
  std::puts("done");
}
