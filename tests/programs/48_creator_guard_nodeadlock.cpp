// The creator holds the gate from create to join: it guards all that the child does.
#include <cstdio>
#include <mutex>
#include <thread>

#include "live.hpp"

std::mutex gate;
std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // NODEADLOCK(gate lock)
}

void back() {
  std::lock_guard guard(gate);
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK(gate lock)
}

int main() {
  Partner partner;
  std::unique_lock guard(gate);
  std::thread child(forth);
  child.join();
  guard.unlock();
  partner.run(back);
  std::puts("done");
}
