// OPTIONS: locks=2
// Two locks on the heap, taken in both orders while they live.
#include <cstdio>
#include <memory>
#include <mutex>

#include "live.hpp"

struct Pair {
  std::mutex one;
  std::mutex two;
};

void take(std::mutex& outer, std::mutex& inner) {
  std::lock_guard first(outer);
  std::lock_guard second(inner);  // DEADLOCK
}

int main() {
  const auto pair = std::make_unique<Pair>();
  runLive({[&] { take(pair->one, pair->two); }, [&] { take(pair->two, pair->one); }});
  std::puts("done");
}
