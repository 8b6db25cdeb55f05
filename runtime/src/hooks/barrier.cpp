// A barrier lets its parties go when the last one comes: anybody may be that one. So each comes as
// one who wakes and as one who waits.
#include "../lock_word.hpp"
#include "../meetings.hpp"
#include "hook.hpp"

#include "../rounds.hpp"

using namespace gordian::runtime;

GORDIAN_EXPORT int pthread_barrier_init(pthread_barrier_t* b, const pthread_barrierattr_t* a,
                                        unsigned n) noexcept {
  const int result = real::pthread_barrier_init(b, a, n);
  if (result != 0) return result;
  noteObjectInit(b);
  const InsideIfKnown inside(enter());
  noteBarrierInit(b, n, isProcessShared(*b));
  return result;
}

// Before the real call: the memory may be used anew afterwards.
GORDIAN_EXPORT int pthread_barrier_destroy(pthread_barrier_t* b) noexcept {
  {
    const InsideIfKnown inside(enter());
    noteBarrierDestroy(b);
  }
  return real::pthread_barrier_destroy(b);
}

GORDIAN_EXPORT int pthread_barrier_wait(pthread_barrier_t* b) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) {
    noteUnseenAtBarrier(b);
    return real::pthread_barrier_wait(b);
  }
  const CallSite site = GORDIAN_CALL_SITE;
  noteArrival(b, roundOf(*b), site);
  {
    const Inside inside(*thread);
    comeToBarrier(*thread, b);
  }
  WaitOn on;
  on.kind = gordian::recording::kWaitBarrier;
  on.object = b;
  on.isShared = isProcessShared(*b);
  publishWait(*thread, on, site);
  const int result = real::pthread_barrier_wait(b);
  endWait(*thread);
  notePassed(*thread);
  const Inside inside(*thread);
  leaveBarrier(*thread, result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD);
  return result;
}
