// The joiner used the lock before; the thread takes it under another one.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex outer;
std::mutex results;
Steps steps;

void work() {
  std::lock_guard first(outer);
  std::lock_guard second(results);
}

int main() {
  { std::lock_guard used(results); }
  std::thread worker([] {
    work();
    steps.reach(1);
  });
  steps.await(1);
  std::lock_guard lock(results);
  worker.join();  // GD105
  std::puts("done");
}
