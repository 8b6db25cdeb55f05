// OPTIONS: locks=1
// A thread takes a mutex that it holds already, in a function that it calls.
#include <cstdio>
#include <mutex>
#include <thread>

std::mutex account;

void withdraw() {
  std::lock_guard guard(account);  // HANG
}

void transfer() {
  std::lock_guard guard(account);
  withdraw();
}

int main() {
  std::thread worker(transfer);
  worker.join();
  std::puts("done");
}
