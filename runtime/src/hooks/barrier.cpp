// A barrier lets its parties go when the last one comes: anybody may be that one.
#include "hook.hpp"

using namespace gordian::runtime;

GORDIAN_EXPORT int pthread_barrier_wait(pthread_barrier_t* b) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return real::pthread_barrier_wait(b);
  WaitOn on;
  on.kind = gordian::recording::kWaitBarrier;
  on.object = b;
  on.isShared = isProcessShared(*b);
  publishWait(*thread, on, GORDIAN_CALL_SITE);
  const int result = real::pthread_barrier_wait(b);
  endWait(*thread);
  return result;
}
