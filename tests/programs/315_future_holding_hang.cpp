// OPTIONS: threads=2
// Waits for the result of a task and holds the mutex that the task needs.
#include <cstdio>
#include <future>
#include <mutex>

#include "meet.h"

std::mutex accounts;
int arrived = 0;

int main() {
  std::unique_lock guard(accounts);
  auto total = std::async(std::launch::async, [] {
    meet(&arrived, 2);
    std::lock_guard inner(accounts);  // HANG
    return 1;
  });
  meet(&arrived, 2);
  const int sum = total.get();  // HANG
  guard.unlock();
  std::printf("done %d\n", sum);
}
