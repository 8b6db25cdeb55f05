// Waits on a latch and holds a mutex that whoever counts it down does not need.
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
    linger(1500);
    filled.count_down();
    std::lock_guard guard(queue);
  });
  {
    std::lock_guard guard(queue);
    meet(&arrived, 2);
    filled.wait();  // NODEADLOCK
  }
  producer.join();
  std::puts("done");
}
