// The mutex is recursive: its holder may take it again.
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::recursive_mutex account;

void withdraw() {
  std::lock_guard guard(account);  // NODEADLOCK
  be_slow();
}

void transfer() {
  std::lock_guard guard(account);
  withdraw();
}

int main() {
  std::thread worker(transfer);
  std::thread other(transfer);
  worker.join();
  other.join();
  std::puts("done");
}
