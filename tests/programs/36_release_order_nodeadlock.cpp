// Released in the order of locking, not in reverse: nothing is held afterwards.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex c;

void forth() {
  a.lock();
  b.lock();
  a.unlock();
  b.unlock();
  std::lock_guard alone(c);  // NODEADLOCK
}

void back() {
  std::lock_guard first(c);
  { std::lock_guard second(a); }
  { std::lock_guard second(b); }
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
