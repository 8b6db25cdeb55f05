// OPTIONS: locks=2
// A grandchild that its parent does not wait for outlives the parent's join.
#include <cstdio>
#include <mutex>
#include <thread>

#include "live.hpp"

std::mutex a;
std::mutex b;
Steps steps;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  {
    std::lock_guard first(b);
    std::lock_guard second(a);  // DEADLOCK
  }
  steps.reach(1);
}

int main() {
  std::thread child([] { std::thread(back).detach(); });
  child.join();
  steps.await(1);
  forth();
  std::puts("done");
}
