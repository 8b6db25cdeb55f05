// A thread is joined with a lock held that it takes at its end. This time it was through already.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex results;
Steps steps;

int main() {
  std::thread worker([] {
    results.lock();
    results.unlock();
    steps.reach(1);
  });
  steps.await(1);
  results.lock();
  worker.join();  // GD105
  results.unlock();
  std::puts("done");
}
