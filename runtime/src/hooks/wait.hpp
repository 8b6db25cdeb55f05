// The frame of the hooks that release a mutex, wait, and take it again.
#pragma once

#include "hook.hpp"

namespace gordian::runtime {

struct Reacquisition {
  ThreadState* thread;
  Pending pending;
};

inline void onReacquired(void* argument) {
  auto& again = *static_cast<Reacquisition*>(argument);
  afterAcquire(*again.thread, again.pending);
}

// A function of its own, because its frame is where a cancelled wait comes back to. Without
// exceptions these macros are the C form, which needs nothing but the C library.
template <typename Real>
[[gnu::noinline]] int waitCancellable(Reacquisition* again, const Real* realCall) {
  int result = 0;
  pthread_cleanup_push(onReacquired, again);
  result = (*realCall)();
  pthread_cleanup_pop(1);
  return result;
}

// The dependency (what stays held -> the mutex) is recorded before the wait. A cancelled wait has
// taken the mutex again before the cleanup handlers run, so ours puts it back into the held set.
template <typename Real>
int waitReleasing(const void* mutex, std::uint8_t kind, const CallSite& site,
                  const Real& realCall) {
  ThreadState* thread = enter();
  if (thread == nullptr) return realCall();
  bool held = false;
  {
    const Inside inside(*thread);
    held = pop(*thread, mutex);
  }
  if (!held) return realCall();
  Reacquisition again{thread, beforeAcquire(*thread, mutex, kind, kAfterWait, site)};
  return waitCancellable(&again, &realCall);
}

}  // namespace gordian::runtime
