// OPTIONS: locks=2 findings=2
// Two cycles that share no lock are two findings.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex c;
std::mutex d;

void forth() {
  {
    std::lock_guard first(a);
    std::lock_guard second(b);  // DEADLOCK
  }
  std::lock_guard first(c);
  std::lock_guard second(d);  // DEADLOCK
}

void back() {
  {
    std::lock_guard first(b);
    std::lock_guard second(a);  // DEADLOCK
  }
  std::lock_guard first(d);
  std::lock_guard second(c);  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
