// OPTIONS: threads=2
// Waits on a latch and holds the mutex that whoever counts it down needs.
#include <cstdio>
#include <latch>
#include <mutex>
#include <thread>

#include "meet.h"

std::mutex queue;
std::latch filled(1);
int arrived = 0;

int main() {
  std::thread producer([] {
    meet(&arrived, 2);
    std::lock_guard guard(queue);  // HANG
    filled.count_down();
  });
  {
    std::lock_guard guard(queue);
    meet(&arrived, 2);
    filled.wait();  // HANG
  }
  producer.join();
  std::puts("done");
}
