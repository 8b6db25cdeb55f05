// A barrier lets its parties go when the last one comes: anybody may be that one. So each comes as
// one who wakes and as one who waits.
#include "../lock_word.hpp"
#include "../meetings.hpp"
#include "hook.hpp"

using namespace gordian::runtime;

GORDIAN_EXPORT int pthread_barrier_init(pthread_barrier_t* b, const pthread_barrierattr_t* a,
                                        unsigned n) noexcept {
  const int result = real::pthread_barrier_init(b, a, n);
  if (result == 0) noteObjectInit(b);
  return result;
}

GORDIAN_EXPORT int pthread_barrier_wait(pthread_barrier_t* b) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return real::pthread_barrier_wait(b);
  const CallSite site = GORDIAN_CALL_SITE;
  noteArrival(b, roundOf(*b), site);
  WaitOn on;
  on.kind = gordian::recording::kWaitBarrier;
  on.object = b;
  on.isShared = isProcessShared(*b);
  publishWait(*thread, on, site);
  const int result = real::pthread_barrier_wait(b);
  endWait(*thread);
  notePassed(*thread);
  return result;
}
