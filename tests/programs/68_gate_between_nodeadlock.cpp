// The gate is let go as soon as both locks are held: that is late enough.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex gate;
std::mutex a;
std::mutex b;

void both(std::mutex& outer, std::mutex& inner) {
  std::unique_lock guard(gate);
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // NODEADLOCK(gate lock)
  guard.unlock();
}

int main() {
  runLive({[] { both(a, b); }, [] { both(b, a); }});
  std::puts("done");
}
