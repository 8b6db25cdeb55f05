// OPTIONS: locks=2
// The guard is made in one function and moved into another: the lock stays held.
#include <cstdio>
#include <mutex>
#include <utility>

#include "live.hpp"

std::mutex a;
std::mutex b;

std::unique_lock<std::mutex> open() {
  return std::unique_lock(a);
}

void finish(std::unique_lock<std::mutex> held) {
  std::lock_guard second(b);  // DEADLOCK
  held.unlock();
}

void forth() {
  auto held = open();
  finish(std::move(held));
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
