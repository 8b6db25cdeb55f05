// One cycle behind a gate, the other in one thread: nothing to report, two reasons.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex gate;
std::mutex a;
std::mutex b;
std::mutex c;
std::mutex d;

void forth() {
  {
    std::lock_guard guard(gate);
    std::lock_guard first(a);
    std::lock_guard second(b);  // NODEADLOCK(gate lock)
  }
  {
    std::lock_guard first(c);
    std::lock_guard second(d);  // NODEADLOCK(one thread)
  }
  std::lock_guard first(d);
  std::lock_guard second(c);  // NODEADLOCK(one thread)
}

void back() {
  std::lock_guard guard(gate);
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK(gate lock)
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
