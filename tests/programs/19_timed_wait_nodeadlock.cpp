// Timed waits in both orders under a gate lock.
#include <chrono>
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex gate;
std::timed_mutex a;
std::timed_mutex b;

void forth() {
  std::lock_guard guard(gate);
  std::lock_guard first(a);
  if (b.try_lock_for(std::chrono::seconds(1))) b.unlock();  // NODEADLOCK(gate lock)
}

void back() {
  std::lock_guard guard(gate);
  std::lock_guard first(b);
  if (a.try_lock_for(std::chrono::seconds(1))) a.unlock();  // NODEADLOCK(gate lock)
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
