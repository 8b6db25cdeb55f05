// Two of the three edges hold one gate: they never exist at the same time.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex gate;
std::mutex a;
std::mutex b;
std::mutex c;

void pair(std::mutex& outer, std::mutex& inner) {
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // NODEADLOCK(gate lock)
}

void gated(std::mutex& outer, std::mutex& inner) {
  std::lock_guard guard(gate);
  pair(outer, inner);
}

int main() {
  runLive({[] { gated(a, b); }, [] { gated(b, c); }, [] { pair(c, a); }});
  std::puts("done");
}
