// The initialisation of function-local statics, as the Itanium C++ ABI has it: the guard is held by
// the thread that initialises; others that come meanwhile wait. Seen where the compiler's calls
// reach the dynamic linker (not with a static libstdc++), and only until the static is initialised.
#include "hook.hpp"

#include "../once_order.hpp"

#include <dlfcn.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <climits>

namespace gordian::runtime {
namespace {

using Acquire = int (*)(void*);
using Finish = void (*)(void*);

struct Functions {
  Acquire acquire;
  Finish release;
  Finish abort;
};

// Where a C program loads a C++ library privately, there is nothing behind us in the global scope:
// then the guards are ours. The words are libstdc++'s: 1 done, 0x100 running, 0x10000 awaited.
constexpr std::int32_t kDone = 1;
constexpr std::int32_t kRunning = 0x100;
constexpr std::int32_t kAwaited = 0x10000;

int ownAcquire(void* guard) {
  auto* word = static_cast<std::int32_t*>(guard);
  for (;;) {
    std::int32_t seen = 0;
    if (__atomic_compare_exchange_n(word, &seen, kRunning, false, __ATOMIC_ACQ_REL,
                                    __ATOMIC_ACQUIRE))
      return 1;
    if ((seen & kDone) != 0) return 0;
    if ((seen & kAwaited) == 0 && !__atomic_compare_exchange_n(word, &seen, seen | kAwaited, false,
                                                               __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
      continue;
    real::syscall(SYS_futex, reinterpret_cast<long>(word), FUTEX_WAIT_PRIVATE, seen | kAwaited, 0,
                  0, 0);
  }
}

void finish(void* guard, std::int32_t value) {
  auto* word = static_cast<std::int32_t*>(guard);
  if ((__atomic_exchange_n(word, value, __ATOMIC_ACQ_REL) & kAwaited) != 0)
    real::syscall(SYS_futex, reinterpret_cast<long>(word), FUTEX_WAKE_PRIVATE, INT_MAX, 0, 0, 0);
}
void ownRelease(void* guard) {
  finish(guard, kDone);
}
void ownAbort(void* guard) {
  finish(guard, 0);
}

// All three from one library, whichever is first to be asked for: they share the words.
const Functions& functions() noexcept {
  static Functions found;
  static std::atomic<bool> isFound{false};
  if (isFound.load(std::memory_order_acquire)) return found;
  Functions now{reinterpret_cast<Acquire>(dlsym(RTLD_NEXT, "__cxa_guard_acquire")),
                reinterpret_cast<Finish>(dlsym(RTLD_NEXT, "__cxa_guard_release")),
                reinterpret_cast<Finish>(dlsym(RTLD_NEXT, "__cxa_guard_abort"))};
  if (now.acquire == nullptr || now.release == nullptr || now.abort == nullptr)
    now = {ownAcquire, ownRelease, ownAbort};
  found = now;  // racing threads write the same
  isFound.store(true, std::memory_order_release);
  return found;
}

void dropHold(void* guard) noexcept {
  if (ThreadState* thread = enter()) {
    const Inside inside(*thread);
    pop(*thread, guard);
  }
}

}  // namespace
}  // namespace gordian::runtime

using namespace gordian::runtime;

GORDIAN_EXPORT int __cxa_guard_acquire(void* g) {
  ThreadState* thread = enter();
  if (thread == nullptr) return functions().acquire(g);
  const CallSite site = GORDIAN_CALL_SITE;
  const Pending pending = beforeAcquire(*thread, g, kGuardKind, kExclusive, site);
  WaitOn on;
  on.kind = gordian::recording::kWaitGuard;
  on.object = g;
  on.lockKind = kGuardKind;
  on.entry = entryOf(*thread, pending);
  on.context = pending.held.place.context;
  publishWait(*thread, on, site);
  const int result = functions().acquire(g);
  endWait(*thread);
  if (result != 0) afterAcquire(*thread, pending);
  if (!pending.tracked) return result;
  const Inside inside(*thread);
  if (result != 0)
    routineBegins(*thread, g);
  else
    noteComePast(*thread, g);
  return result;
}

GORDIAN_EXPORT void __cxa_guard_release(void* g) noexcept {
  if (ThreadState* thread = enter()) {
    const Inside inside(*thread);
    routineEnds(*thread, g);  // before others find it done
  }
  functions().release(g);
  dropHold(g);
}

GORDIAN_EXPORT void __cxa_guard_abort(void* g) noexcept {
  functions().abort(g);
  dropHold(g);
}
