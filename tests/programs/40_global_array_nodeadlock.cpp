// The same two lines take many pairs, always the lower element first.
#include <algorithm>
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex shards[16];

void move(int from, int to) {
  std::lock_guard first(shards[std::min(from, to)]);
  std::lock_guard second(shards[std::max(from, to)]);  // NODEADLOCK
}

void moveAll() {
  for (int from = 0; from < 16; ++from) {
    for (int to = 0; to < 16; ++to) {
      if (from != to) move(from, to);
    }
  }
}

int main() {
  runLive({moveAll, moveAll});
  std::puts("done");
}
