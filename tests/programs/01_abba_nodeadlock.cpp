// Two live threads take two locks in the same order.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // NODEADLOCK
}

int main() {
  runLive({forth, forth});
  std::puts("done");
}
