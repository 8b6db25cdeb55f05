// A third thread is alive but takes the locks one at a time.
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

void oneByOne() {
  { std::lock_guard alone(a); }
  { std::lock_guard alone(b); }
  { std::lock_guard alone(c); }
}

int main() {
  runLive({chain, back, oneByOne});
  std::puts("done");
}
