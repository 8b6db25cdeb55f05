// OPTIONS: locks=2
// Two tasks of std::async, both started before either is waited for.
#include <cstdio>
#include <future>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
Steps steps;

void forth() {
  {
    std::lock_guard first(a);
    std::lock_guard second(b);  // DEADLOCK
  }
  steps.reach(1);
}

void back() {
  steps.await(1);
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  auto one = std::async(std::launch::async, forth);
  auto other = std::async(std::launch::async, back);
  one.get();
  other.get();
  std::puts("done");
}
