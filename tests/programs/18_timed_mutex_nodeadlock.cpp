// Timed mutexes in one order, by lock() and by try_lock_for().
#include <chrono>
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::timed_mutex a;
std::timed_mutex b;

void blocking() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // NODEADLOCK
}

void timed() {
  std::unique_lock first(a, std::chrono::seconds(1));
  std::unique_lock second(b, std::chrono::seconds(1));  // NODEADLOCK
}

int main() {
  runLive({blocking, timed});
  std::puts("done");
}
