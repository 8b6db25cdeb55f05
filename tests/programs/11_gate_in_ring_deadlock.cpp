// OPTIONS: locks=3
// A gate around one of three edges leaves the ring possible.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex gate;
std::mutex a;
std::mutex b;
std::mutex c;

void pair(std::mutex& outer, std::mutex& inner) {
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // DEADLOCK
}

void gated(std::mutex& outer, std::mutex& inner) {
  std::lock_guard guard(gate);
  pair(outer, inner);
}

int main() {
  runLive({[] { gated(a, b); }, [] { pair(b, c); }, [] { pair(c, a); }});
  std::puts("done");
}
