// A barrier for two, the second of which comes late.
#include <barrier>
#include <cstdio>
#include <thread>

#include "meet.h"

std::barrier<> phase(2);

int main() {
  std::thread worker([] {
    be_slow();
    phase.arrive_and_wait();
  });
  phase.arrive_and_wait();  // NODEADLOCK
  worker.join();
  std::puts("done");
}
