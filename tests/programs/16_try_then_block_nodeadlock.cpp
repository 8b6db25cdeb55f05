// First try, then give everything back and come again later.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
Steps steps;

bool attempt() {
  std::lock_guard first(a);
  if (!b.try_lock()) return false;  // NODEADLOCK(trylock)
  b.unlock();
  return true;
}

void forth() {
  steps.await(1);
  attempt();
  steps.reach(2);
  steps.await(3);
  attempt();
}

void back() {
  {
    std::lock_guard first(b);
    steps.reach(1);
    steps.await(2);
    std::lock_guard second(a);
  }
  steps.reach(3);
}

int main() {
  std::thread one(forth);
  std::thread other(back);
  one.join();
  other.join();
  std::puts("done");
}
