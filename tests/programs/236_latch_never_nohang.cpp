// A latch for two, the second of which comes late.
#include <cstdio>
#include <latch>
#include <thread>

#include "meet.h"

std::latch started(2);

int main() {
  std::thread worker([] {
    be_slow();
    started.count_down();
  });
  started.arrive_and_wait();  // NODEADLOCK
  worker.join();
  std::puts("done");
}
