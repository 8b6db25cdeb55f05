#include "spin_lock.hpp"

#include "keep_errno.hpp"
#include "left_behind.hpp"
#include "process.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace gordian::runtime {

__thread SpinHolder spinHolder __attribute__((tls_model("initial-exec")));

namespace {

constexpr int kSpins = 64;
constexpr int kYields = 1000;  // then the holder may be of a lower priority: sleep
constexpr std::uint64_t kPauseNs = 50'000;
constexpr std::uint64_t kPatienceNs = 1'000'000'000;
constexpr std::uint64_t kWhereNothingIsKnownNs = 10'000'000'000;

std::uint64_t readClock(clockid_t clock) noexcept {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) return 0;
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u +
         static_cast<std::uint64_t>(now.tv_nsec);
}

// The kernel's number for the processor time of a thread of this process.
clockid_t processorClockOf(std::uint32_t tid) noexcept {
  constexpr unsigned kOfThreadInAll = 6;
  return static_cast<clockid_t>(~tid << 3 | kOfThreadInAll);
}

// In a copy of the process that was made past the C library's fork, nobody else came along. In a
// vfork child, which shares the memory, the threads are those of the parent.
bool isGone(std::uint32_t tid) noexcept {
  return !isThisProcess() || (syscall(SYS_tgkill, ownProcess(), tid, 0) != 0 && errno == ESRCH);
}

// What the runtime asks of the system while it has a spin lock.
bool isOurs(long call) noexcept {
  switch (call) {
    case SYS_openat:
    case SYS_close:
    case SYS_fallocate:
    case SYS_ftruncate:
    case SYS_pwrite64:
    case SYS_mmap:
    case SYS_munmap:
    case SYS_fcntl:
    case SYS_newfstatat:
    case SYS_write:
      return true;
    default:
      return false;
  }
}

enum class Sleep : unsigned char { No, OurCall, OtherCall, NotTold };

Sleep sleepOf(std::uint32_t tid) noexcept {
  char name[64];
  std::snprintf(name, sizeof name, "/proc/self/task/%u/syscall", tid);
  const int file = open(name, O_RDONLY | O_CLOEXEC);
  if (file < 0) return Sleep::NotTold;
  char text[32] = {};
  const bool isRead = read(file, text, sizeof text - 1) > 0;
  close(file);
  if (!isRead) return Sleep::NotTold;
  if (text[0] < '0' || text[0] > '9') return Sleep::No;  // "running", or in no call
  return isOurs(std::strtol(text, nullptr, 10)) ? Sleep::OurCall : Sleep::OtherCall;
}

// Has it left the section without giving the lock back? It has had it all the time.
bool hasLeft(std::uint32_t tid, std::uint64_t waitedNs, std::uint64_t burntNs) noexcept {
  if (isGone(tid) || burntNs >= kPatienceNs) return true;
  const Sleep sleep = sleepOf(tid);
  return sleep == Sleep::OtherCall ||
         (sleep == Sleep::NotTold && waitedNs >= kWhereNothingIsKnownNs);
}

}  // namespace

std::uint32_t askOwnTid() noexcept {
  const KeepErrno keepErrno;
  const long tid = syscall(SYS_gettid);
  // Refused by a filter: a number that no thread has, of which the kernel never says that it is
  // gone.
  static std::atomic<std::uint32_t> nameless{std::uint32_t{1} << 31};
  spinHolder.tid = tid > 0 ? static_cast<std::uint32_t>(tid) : ++nameless;
  return spinHolder.tid;
}

void SpinLock::lockSlowly(std::uint64_t mine) noexcept {
  const KeepErrno keepErrno;
  std::uint64_t watched = 0;
  std::uint64_t sinceNs = 0;
  std::uint64_t burntThen = 0;
  for (int tries = 0;; ++tries) {
    std::uint64_t seen = 0;
    if (word_.compare_exchange_strong(seen, mine, std::memory_order_acquire)) return;
    if (holderIn(seen) == holderIn(mine)) {  // a handler of this thread has jumped out of it
      stopRuntime();
      if (word_.compare_exchange_strong(seen, mine, std::memory_order_acquire)) return;
      continue;
    }
    if (tries < kSpins) {
      relax();
      continue;
    }
    if (tries < kSpins + kYields) {
      sched_yield();
      continue;
    }
    const timespec pause{0, kPauseNs};
    syscall(SYS_nanosleep, &pause, nullptr);
    const std::uint64_t now = readClock(CLOCK_MONOTONIC);
    const clockid_t clock = processorClockOf(holderIn(seen));
    if (seen != watched) {
      watched = seen;
      sinceNs = now;
      burntThen = readClock(clock);
    } else if (now - sinceNs >= kPatienceNs || isGone(holderIn(seen))) {
      const std::uint64_t burnt = readClock(clock);
      // It may have given the lock back, and ended, since it was seen with it.
      if (hasLeft(holderIn(seen), now - sinceNs, burnt > burntThen ? burnt - burntThen : 0) &&
          word_.load(std::memory_order_relaxed) == seen) {
        stopRuntime();
        if (word_.compare_exchange_strong(seen, mine, std::memory_order_acquire)) return;
      }
    }
  }
}

}  // namespace gordian::runtime
