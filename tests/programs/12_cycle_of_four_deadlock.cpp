// OPTIONS: locks=4
// Four threads, four locks, a ring.
#include <array>
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::array<std::mutex, 4> ring;

void pair(std::size_t outer, std::size_t inner) {
  std::lock_guard first(ring[outer]);
  std::lock_guard second(ring[inner]);  // DEADLOCK
}

int main() {
  runLive({[] { pair(0, 1); }, [] { pair(1, 2); }, [] { pair(2, 3); }, [] { pair(3, 0); }});
  std::puts("done");
}
