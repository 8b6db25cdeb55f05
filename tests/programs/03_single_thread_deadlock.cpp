// OPTIONS: locks=2
// One thread takes both orders; a second thread that takes one of them is enough.
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

void both() {
  forth();
  back();
}

int main() {
  runLive({both, forth});
  std::puts("done");
}
