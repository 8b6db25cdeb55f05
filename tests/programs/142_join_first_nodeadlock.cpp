// The thread only tries; and whoever reads does not keep another reader out.
#include <cstdio>
#include <mutex>
#include <shared_mutex>

#include "live.hpp"

std::shared_mutex table;
std::mutex results;
Steps steps;

int main() {
  { std::lock_guard used(results); }
  std::thread worker([] {
    { std::shared_lock reads(table); }
    if (results.try_lock()) results.unlock();
    steps.reach(1);
  });
  steps.await(1);
  std::lock_guard lock(results);
  std::shared_lock reads(table);
  worker.join();  // NODEADLOCK
  std::puts("done");
}
