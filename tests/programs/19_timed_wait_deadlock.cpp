// OPTIONS: locks=2 expect=possible
// Each side gives up after a while: the cycle is worth a note, not a failed build.
#include <chrono>
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::timed_mutex a;
std::timed_mutex b;

void forth() {
  std::lock_guard first(a);
  if (b.try_lock_for(std::chrono::seconds(1))) b.unlock();  // DEADLOCK
}

void back() {
  std::lock_guard first(b);
  if (a.try_lock_for(std::chrono::seconds(1))) a.unlock();  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
