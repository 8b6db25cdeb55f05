// The first lock is released before the third is taken: a -> b -> c -> a would need three threads.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex c;

void chain() {
  std::unique_lock first(a);
  std::unique_lock second(b);
  first.unlock();
  std::unique_lock third(c);  // NODEADLOCK(one thread)
}

void back() {
  std::lock_guard first(c);
  std::lock_guard second(a);  // NODEADLOCK(one thread)
}

int main() {
  runLive({chain, back});
  std::puts("done");
}
