// The joiner releases first; and where it holds a lock, the thread needs another one.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex results;
std::mutex other;
Steps steps;

int main() {
  std::thread worker([] {
    results.lock();
    results.unlock();
    steps.reach(1);
  });
  steps.await(1);
  results.lock();
  results.unlock();
  other.lock();
  worker.join();  // NODEADLOCK
  other.unlock();
  std::puts("done");
}
