// Waits for the result of a slow task, which needs another mutex than the one that is held.
#include <cstdio>
#include <future>
#include <mutex>

#include "meet.h"

std::mutex accounts;
std::mutex journal;

int main() {
  std::unique_lock guard(accounts);
  auto total = std::async(std::launch::async, [] {
    std::lock_guard inner(journal);
    linger(1500);
    return 1;
  });
  const int sum = total.get();  // NODEADLOCK
  guard.unlock();
  std::printf("done %d\n", sum);
}
