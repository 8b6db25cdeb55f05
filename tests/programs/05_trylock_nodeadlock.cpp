// One side only tries its second lock and goes on without it.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  if (b.try_lock()) b.unlock();  // NODEADLOCK(trylock)
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
