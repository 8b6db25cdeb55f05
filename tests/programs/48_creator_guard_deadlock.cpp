// OPTIONS: locks=2 turns
// The creator lets go of the gate before it joins: the child may run on without it.
#include <cstdio>
#include <mutex>
#include <thread>

#include "live.hpp"

std::mutex gate;
std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  std::lock_guard guard(gate);
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  Partner partner;
  std::unique_lock guard(gate);
  std::thread child(forth);
  guard.unlock();
  child.join();
  partner.run(back);
  std::puts("done");
}
