// The last thread goes the other way round, so the ring stays open.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex c;

void pair(std::mutex& outer, std::mutex& inner) {
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // NODEADLOCK
}

int main() {
  runLive({[] { pair(a, b); }, [] { pair(b, c); }, [] { pair(a, c); }});
  std::puts("done");
}
