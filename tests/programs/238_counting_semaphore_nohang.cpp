// A counting semaphore that is released late.
#include <cstdio>
#include <semaphore>
#include <thread>

#include "meet.h"

std::counting_semaphore<8> jobs(0);

int main() {
  std::thread worker([] {
    be_slow();
    jobs.release(3);
  });
  for (int i = 0; i < 3; ++i) jobs.acquire();  // NODEADLOCK
  worker.join();
  std::puts("done");
}
