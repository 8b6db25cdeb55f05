// OPTIONS: locks=3
// Three threads, three locks, a ring.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex c;

void pair(std::mutex& outer, std::mutex& inner) {
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // DEADLOCK
}

int main() {
  runLive({[] { pair(a, b); }, [] { pair(b, c); }, [] { pair(c, a); }});
  std::puts("done");
}
