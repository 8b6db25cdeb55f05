// Locks of the program's own making in one order; the other order is inside a quiet scope, and a
// try.
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

#include <gordian/annotations.h>

class Spin {
 public:
  void lock() {
    while (taken_.test_and_set(std::memory_order_acquire)) std::this_thread::yield();
  }
  bool try_lock() { return !taken_.test_and_set(std::memory_order_acquire); }
  void unlock() { taken_.clear(std::memory_order_release); }

 private:
  std::atomic_flag taken_ = ATOMIC_FLAG_INIT;
};

static gordian::Observed<Spin> accounts("accounts");
static gordian::Observed<Spin> journal("journal");
static std::mutex plain;
static std::mutex second;
static std::atomic<int> step{0};

int main() {
  GORDIAN_NAME_THREAD("teller");
  GORDIAN_NAME_LOCK(&plain, "plain");
  std::thread one([] {
    accounts.lock();
    journal.lock();
    journal.unlock();
    accounts.unlock();
    plain.lock();
    second.lock();
    second.unlock();
    plain.unlock();
    step = 1;
    while (step < 2) std::this_thread::yield();
  });
  std::thread two([] {
    while (step < 1) std::this_thread::yield();
    journal.lock();
    if (accounts.try_lock()) accounts.unlock();
    journal.unlock();
    {
      const gordian::Quiet quiet;
      second.lock();
      plain.lock();
      plain.unlock();
      second.unlock();
    }
    step = 2;
  });
  one.join();
  two.join();
  std::puts("done");  // NODEADLOCK
}
