// The joined thread joins another one, and that one needs the lock.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex results;
Steps steps;

void use() {
  std::lock_guard lock(results);
}

int main() {
  std::thread first([] {
    std::thread second([] {
      use();
      steps.reach(1);
    });
    second.join();
  });
  steps.await(1);
  std::lock_guard lock(results);
  first.join();  // GD105
  std::puts("done");
}
