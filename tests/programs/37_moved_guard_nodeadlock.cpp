// The function that the guard is moved into lets go before the second lock is taken.
#include <cstdio>
#include <mutex>
#include <utility>

#include "live.hpp"

std::mutex a;
std::mutex b;

std::unique_lock<std::mutex> open() {
  return std::unique_lock(a);
}

void close(std::unique_lock<std::mutex> held) {
  held.unlock();
}

void forth() {
  auto held = open();
  close(std::move(held));
  std::lock_guard second(b);  // NODEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
