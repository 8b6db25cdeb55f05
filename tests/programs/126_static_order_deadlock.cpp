// OPTIONS: locks=2
// One side initialises a static, but the other does not come past it.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;

struct Table {
  Table() {
    std::lock_guard first(a);
    std::lock_guard second(b);  // DEADLOCK
  }
};

Table& table() {
  static Table only;
  return only;
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  runLive({[] { table(); }, back});
  std::puts("done");
}
