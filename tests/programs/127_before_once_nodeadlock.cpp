// The first order is part of the routine.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex journal;
std::once_flag once;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK(ordered by join)
}

void writeLog() {
  std::lock_guard guard(journal);
}

int main() {
  const auto init = [] {
    forth();
    writeLog();
  };
  const auto use = [init] {
    std::call_once(once, init);
    back();
  };
  runLive({use, use});
  std::puts("done");
}
