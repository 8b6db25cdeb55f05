// The runtime's own lock: held for some hundred instructions on the slow path only, never across a
// call that can block for long, never taken twice by one thread (ThreadState::inside sees to that).
//
// It knows who has it. A signal handler that leaves the runtime by a jump never gives it back; who
// waits finds that out instead of waiting for ever (spin_lock.cpp), stops the runtime and goes on.
#pragma once

#include <atomic>
#include <cstdint>

namespace gordian::runtime {

inline void relax() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// The calling thread as the holder of spin locks.
struct SpinHolder {
  std::uint32_t tid = 0;  // 0: not asked for yet
  std::uint32_t holds = 0;
  bool isAlone = false;  // in a forked child, where those who held locks are not
};
extern __thread SpinHolder spinHolder __attribute__((tls_model("initial-exec")));
std::uint32_t askOwnTid() noexcept;

class SpinLock {
 public:
  void lock() noexcept {
    const std::uint32_t tid = spinHolder.tid != 0 ? spinHolder.tid : askOwnTid();
    const std::uint64_t mine = std::uint64_t{++spinHolder.holds} << 32 | tid;
    std::uint64_t free = 0;
    if (!word_.compare_exchange_strong(free, mine, std::memory_order_acquire)) lockSlowly(mine);
  }
  // Nothing when somebody else has it meanwhile.
  void unlock() noexcept {
    const std::uint64_t word = word_.load(std::memory_order_relaxed);
    if (holderIn(word) == spinHolder.tid || spinHolder.isAlone)
      word_.store(0, std::memory_order_release);
  }

 private:
  static std::uint32_t holderIn(std::uint64_t word) noexcept {
    return static_cast<std::uint32_t>(word);
  }
  void lockSlowly(std::uint64_t mine) noexcept;

  std::atomic<std::uint64_t> word_{0};  // the holder's tid, below the number of its hold; 0: free
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
