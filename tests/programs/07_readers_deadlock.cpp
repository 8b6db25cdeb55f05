// OPTIONS: locks=2
// Each side reads one lock and writes the other: a writer waits for the other side's reader.
#include <cstdio>
#include <mutex>
#include <shared_mutex>

#include "live.hpp"

std::shared_mutex a;
std::shared_mutex b;

void forth() {
  std::shared_lock first(a);
  std::unique_lock second(b);  // DEADLOCK
}

void back() {
  std::shared_lock first(b);
  std::unique_lock second(a);  // DEADLOCK
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
