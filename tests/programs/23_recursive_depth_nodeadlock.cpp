// Unlocked as often as locked: nothing is held any more.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::recursive_mutex a;
std::mutex b;

void forth() {
  {
    std::lock_guard outer(a);
    std::lock_guard again(a);
  }
  std::lock_guard second(b);  // NODEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
