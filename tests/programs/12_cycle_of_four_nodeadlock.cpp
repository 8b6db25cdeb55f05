// Two pairs of neighbours are taken by one and the same thread, one after the other.
#include <array>
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::array<std::mutex, 4> ring;

void pair(std::size_t outer, std::size_t inner) {
  std::lock_guard first(ring[outer]);
  std::lock_guard second(ring[inner]);  // NODEADLOCK(one thread)
}

int main() {
  runLive({[] {
             pair(0, 1);
             pair(2, 3);
           },
           [] { pair(1, 2); }, [] { pair(3, 0); }});
  std::puts("done");
}
