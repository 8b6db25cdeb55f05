// OPTIONS: locks=2
// A global array of locks: the elements are different locks.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex shards[16];

void move(int from, int to) {
  std::lock_guard first(shards[from]);
  std::lock_guard second(shards[to]);  // DEADLOCK
}

int main() {
  runLive({[] { move(3, 9); }, [] { move(9, 3); }});
  std::puts("done");
}
