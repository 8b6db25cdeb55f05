// An atomic that changes late, with a notification.
#include <atomic>
#include <cstdio>
#include <thread>

#include "meet.h"

std::atomic<int> state{0};

int main() {
  std::thread worker([] {
    be_slow();
    state = 1;
    state.notify_one();
  });
  state.wait(0);  // NODEADLOCK
  worker.join();
  std::puts("done");
}
