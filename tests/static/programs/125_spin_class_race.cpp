// A spin lock made of an atomic flag is given back too early.
#include <atomic>
#include <thread>

class SpinLock {
 public:
  void lock() {
    while (flag_.test_and_set(std::memory_order_acquire)) std::this_thread::yield();
  }
  void unlock() { flag_.clear(std::memory_order_release); }

 private:
  std::atomic_flag flag_ = ATOMIC_FLAG_INIT;
};

SpinLock spin;
int n;

void add() {
  spin.lock();
  spin.unlock();
  ++n;  // RACE
}

int main() {
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
}
