// OPTIONS: locks=2
// Two live threads take two locks in opposite order.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
