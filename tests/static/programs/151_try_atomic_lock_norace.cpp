// A lock on an atomic of its own: its attributes say that it is one, and when a try has got it.
#include <atomic>
#include <thread>

#include "annotated_mutex.hpp"

class CAPABILITY("mutex") SpinLock {
 public:
  void lock() ACQUIRE() {
    while (isTaken_.exchange(true, std::memory_order_acquire)) {
    }
  }
  bool tryLock() TRY_ACQUIRE(true) { return !isTaken_.exchange(true, std::memory_order_acquire); }
  void unlock() RELEASE() { isTaken_.store(false, std::memory_order_release); }

 private:
  std::atomic<bool> isTaken_{false};
};

SpinLock lock;
int count GUARDED_BY(lock);

void attempt() {
  if (!lock.tryLock()) return;
  ++count;  // NORACE
  lock.unlock();
}

int main() {
  std::thread worker(attempt);
  lock.lock();
  ++count;
  lock.unlock();
  worker.join();
}
