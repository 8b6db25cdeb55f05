// OPTIONS: locks=2 findings=2
// Hand over hand through a list, from both ends: each pair of neighbours is a cycle of its own.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex c;

void walk(std::mutex& one, std::mutex& two, std::mutex& three) {
  std::unique_lock first(one);
  std::unique_lock second(two);  // DEADLOCK
  first.unlock();
  std::unique_lock third(three);  // DEADLOCK
}

int main() {
  runLive({[] { walk(a, b, c); }, [] { walk(c, b, a); }});
  std::puts("done");
}
