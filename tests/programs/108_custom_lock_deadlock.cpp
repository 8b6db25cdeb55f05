// OPTIONS: locks=2 findings=2
// Two orders of locks that the program made itself: with its own annotations, and with those of
// another tool.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include <gordian/annotations.h>

extern "C" {
void AnnotateRWLockAcquired(const char*, int, const volatile void*, long) __attribute__((weak));
void AnnotateRWLockReleased(const char*, int, const volatile void*, long) __attribute__((weak));
}

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

class Other {
 public:
  void lock() {
    spin_.lock();
    if (AnnotateRWLockAcquired != nullptr) AnnotateRWLockAcquired(__FILE__, __LINE__, this, 1);
  }
  void unlock() {
    if (AnnotateRWLockReleased != nullptr) AnnotateRWLockReleased(__FILE__, __LINE__, this, 1);
    spin_.unlock();
  }

 private:
  Spin spin_;
};

static gordian::Observed<Spin> accounts("accounts");
static gordian::Observed<Spin> journal("journal");
static Other red;
static Other green;
static std::atomic<int> step{0};

static void forth() {
  accounts.lock();
  journal.lock();  // DEADLOCK
  journal.unlock();
  accounts.unlock();
  red.lock();
  green.lock();
  green.unlock();
  red.unlock();
}

static void back() {
  journal.lock();
  accounts.lock();  // DEADLOCK
  accounts.unlock();
  journal.unlock();
  green.lock();
  red.lock();  // DEADLOCK
  red.unlock();
  green.unlock();
}

int main() {
  std::thread one([] {
    forth();
    step = 1;
    while (step < 2) std::this_thread::yield();
  });
  std::thread two([] {
    while (std::getenv("LIVE_FREE") == nullptr && step < 1) std::this_thread::yield();
    back();
    step = 2;
  });
  one.join();
  two.join();
  std::puts("done");
}
