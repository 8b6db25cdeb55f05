// The static is initialised before the threads that take the other order begin.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

struct Table {
  Table() {
    std::lock_guard first(a);
    std::lock_guard second(b);
  }
};

Table& table() {
  static Table only;
  return only;
}

void back() {
  table();
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK(ordered by join)
}

int main() {
  table();
  runLive({back, back});
  std::puts("done");
}
