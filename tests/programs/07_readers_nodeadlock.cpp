// Readers in both orders let each other pass.
#include <cstdio>
#include <mutex>
#include <shared_mutex>

#include "live.hpp"

std::shared_mutex a;
std::shared_mutex b;

void forth() {
  std::shared_lock first(a);
  std::shared_lock second(b);  // NODEADLOCK(readers only)
}

void back() {
  std::shared_lock first(b);
  std::shared_lock second(a);  // NODEADLOCK(readers only)
}

int main() {
  runLive({forth, back});
  std::puts("done");
}
