// OPTIONS: locks=2
// What the runner did before the call is in no order with the others: they can run the routine.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::mutex journal;
std::once_flag once;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // DEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

void writeLog() {
  std::lock_guard guard(journal);
}

int main() {
  const auto runner = [] {
    forth();
    std::call_once(once, writeLog);
  };
  const auto other = [] {
    std::call_once(once, writeLog);
    back();
  };
  runLive({runner, other});
  std::puts("done");
}
