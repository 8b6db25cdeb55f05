// One thread takes both orders; the other takes one lock at a time.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

void both() {
  {
    std::lock_guard first(a);
    std::lock_guard second(b);  // NODEADLOCK(one thread)
  }
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK(one thread)
}

void oneByOne() {
  { std::lock_guard alone(a); }
  { std::lock_guard alone(b); }
}

int main() {
  runLive({both, oneByOne});
  std::puts("done");
}
