// The C++ library waits for atomics, futures, latches and semaphores by syscall(SYS_futex), and so
// do locks that programs wrote themselves. Every other call of syscall() goes straight through: on
// x86-64 without even a frame of ours, because some calls return twice or on another stack.
#include "../meetings.hpp"
#include "hook.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <cstdarg>

namespace gordian::runtime {
namespace {

constexpr long kLockPi2 = 13;  // FUTEX_LOCK_PI2, younger than Debian 12's headers

bool isWait(long operation) noexcept {
  switch (operation & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
    case FUTEX_WAIT_REQUEUE_PI:
    case FUTEX_LOCK_PI:
    case kLockPi2:
      return true;
    default:
      return false;
  }
}

bool isWake(long operation) noexcept {
  switch (operation & FUTEX_CMD_MASK) {
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
    case FUTEX_WAKE_OP:
    case FUTEX_REQUEUE:
    case FUTEX_CMP_REQUEUE:
      return true;
    default:
      return false;
  }
}

}  // namespace
}  // namespace gordian::runtime

using namespace gordian::runtime;

extern "C" [[gnu::visibility("hidden"), gnu::used]] long gordian_futex(long number, long address,
                                                                       long operation, long value,
                                                                       long timeout, long other,
                                                                       long last) {
  const auto call = [=] {
    return real::syscall(number, address, operation, value, timeout, other, last);
  };
  const auto* word = reinterpret_cast<const void*>(address);
  if (isWatched(word) && isWake(operation))
    noteSignal(gordian::recording::kSignalFutex, word, GORDIAN_CALL_SITE);
  ThreadState* thread = isWait(operation) ? enter() : nullptr;
  if (thread == nullptr) return call();
  WaitOn on;
  on.kind = gordian::recording::kWaitFutex;
  on.object = word;
  on.how = timeout != 0 ? kTimed : kExclusive;
  on.isShared = (operation & FUTEX_PRIVATE_FLAG) == 0;
  on.detail = static_cast<std::uint32_t>(value);
  const std::uint32_t flags = timeout != 0 ? gordian::recording::kMeetingTimed : 0;
  const bool isOuter = publishWait(*thread, on, GORDIAN_CALL_SITE);
  if (isOuter) expectFutexWait(word, flags);
  const long result = call();
  if (!isOuter) return result;
  endWait(*thread);
  // Where the value has changed already, nobody has waited.
  if (result == 0 || errno != EAGAIN) noteFutexWait(word, flags, GORDIAN_CALL_SITE);
  notePassed(*thread);
  return result;
}

#if defined(__x86_64__)
static_assert(SYS_futex == 202);
__asm__(
    ".text\n"
    ".globl syscall\n"
    ".type syscall, @function\n"
    "syscall:\n"
    ".cfi_startproc\n"
    "  endbr64\n"
    "  cmpq $202, %rdi\n"
    "  je gordian_futex\n"
    "  movq _ZN7gordian7runtime4real7syscallE@GOTPCREL(%rip), %rax\n"
    "  jmpq *(%rax)\n"
    ".cfi_endproc\n"
    ".size syscall, . - syscall\n");
#else
GORDIAN_EXPORT long syscall(long number, ...) noexcept {
  va_list list;
  va_start(list, number);
  long words[6];
  for (long& word : words) word = va_arg(list, long);
  va_end(list);
  return (number == SYS_futex ? gordian_futex : real::syscall)(number, words[0], words[1], words[2],
                                                               words[3], words[4], words[5]);
}
#endif
