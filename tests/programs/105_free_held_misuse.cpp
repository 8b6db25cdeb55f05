// An object is deleted while a thread is in the middle of one of its methods.

#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <thread>

#include <unistd.h>

struct Account {
  std::mutex m;
  int balance = 0;
};

int main() {
  auto* account = new Account;
  std::atomic<int> step{0};
  std::thread worker([&] {
    account->m.lock();
    step = 1;
    while (step < 2) std::this_thread::yield();
  });
  while (step < 1) std::this_thread::yield();
  delete account;  // GD302
  step = 2;
  worker.detach();
  std::puts("done");
  std::fflush(stdout);
  _exit(0);
}
