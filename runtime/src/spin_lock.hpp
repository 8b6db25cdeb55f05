// The runtime's own lock: held for some hundred instructions on the slow path only, never across a
// call that can block, never taken twice by one thread (ThreadState::inside sees to that).
#pragma once

#include <sched.h>
#include <atomic>

namespace gordian::runtime {

inline void relax() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

class SpinLock {
 public:
  void lock() noexcept {
    for (int tries = 0; word_.exchange(true, std::memory_order_acquire);)
      if (++tries > kSpins) sched_yield();
  }
  void unlock() noexcept { word_.store(false, std::memory_order_release); }

 private:
  static constexpr int kSpins = 64;
  std::atomic<bool> word_{false};
};

class Locked {
 public:
  explicit Locked(SpinLock& lock) noexcept : lock_(lock) { lock_.lock(); }
  ~Locked() { lock_.unlock(); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

 private:
  SpinLock& lock_;
};

}  // namespace gordian::runtime
