// Whether the try has got the lock is not looked at.
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
  lock.tryLock();
  ++count;        // RACE
  lock.unlock();  // MISUSE(GD404)
}

int main() {
  std::thread worker(attempt);
  lock.lock();
  ++count;
  lock.unlock();
  worker.join();
}
