// Whoever needs the lock has ended before the joiner takes it.
#include <cstdio>
#include <mutex>
#include <optional>

#include "live.hpp"

std::mutex results;

void use() {
  std::lock_guard lock(results);
}

int main() {
  std::thread inner;
  std::thread outer([&inner] {
    use();
    inner = std::thread([] {});
  });
  Steps steps;
  std::thread last([&] {
    outer.join();
    inner.join();
  });
  last.join();
  std::thread idle([] {});
  std::lock_guard lock(results);
  idle.join();  // NODEADLOCK
  std::puts("done");
}
