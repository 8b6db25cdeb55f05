// Whoever takes the other order has passed the call_once in which the first one was taken.
#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex a;
std::mutex b;
std::once_flag once;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // NODEADLOCK
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK
}

void use() {
  std::call_once(once, forth);
  back();
}

int main() {
  runLive({use, use});
  std::puts("done");
}
