// A lock of the program's own, made of an atomic: always inside the mutex, and its holders have had
// the mutex before. That it is free again is no message.
#include <cstdio>
#include <mutex>

#include "spin.hpp"

class OwnLock {
 public:
  void lock() {
    int free = 0;
    if (word_.compare_exchange_strong(free, 1)) return;
    while (word_.exchange(2) != 0) word_.wait(2);  // NODEADLOCK
  }
  void unlock() {
    if (word_.exchange(0) == 2) word_.notify_one();
  }

 private:
  std::atomic<int> word_{0};
};

std::mutex outer;
OwnLock inner;
std::atomic<int> step{0};

void use(int turns) {
  for (int i = 0; i < turns; ++i) {
    { std::lock_guard first(outer); }
    inner.lock();
    for (int k = 0; k < 5; ++k) std::this_thread::yield();
    inner.unlock();
    std::lock_guard first(outer);
    inner.lock();
    for (int k = 0; k < 5; ++k) std::this_thread::yield();
    inner.unlock();
  }
}

int main() {
  std::thread one([] { use(20); });
  std::thread two([] { use(20); });
  use(20);
  one.join();
  two.join();
  std::puts("done");
}
