// pthread_once and call_once: the flag is held by the thread that runs the routine, and whoever
// comes meanwhile waits for it. The routine may throw (std::call_once) or be cancelled; no frame of
// ours has anything to clean up then, the hold is dropped when the stack is seen to have shrunk.
#include "wait.hpp"

namespace gordian::runtime {
namespace {

struct OnceCall {
  void (*routine)();
  ThreadState* thread;
  Pending pending;
};

// The innermost call of this thread that is about to run its routine, or waits.
__thread const OnceCall* current __attribute__((tls_model("initial-exec"))) = nullptr;

void runRoutine() {
  const OnceCall call = *current;
  endWait(*call.thread);
  afterAcquire(*call.thread, call.pending);
  holdUntilUnwound(*call.thread, call.pending.held.place.cfa);
  call.routine();
  const Inside inside(*call.thread);
  pop(*call.thread, call.pending.held.lock);
}

bool isDone(const int* flag) noexcept {
  constexpr int kDone = 2;  // as glibc keeps it
  return (__atomic_load_n(flag, __ATOMIC_ACQUIRE) & kDone) != 0;
}

template <typename Real>
int once(const int* flag, void (*routine)(), const CallSite& site, const Real& realCall) {
  ThreadState* thread = enter();
  if (thread == nullptr || (isDone(flag) && thread->depth == 0)) return realCall(routine);
  const OnceCall call{routine, thread, beforeAcquire(*thread, flag, kOnceKind, kExclusive, site)};
  if (isDone(flag) || !call.pending.tracked) return realCall(routine);
  WaitOn on;
  on.kind = recording::kWaitOnce;
  on.object = flag;
  on.lockKind = kOnceKind;
  on.entry = entryOf(*thread, call.pending);
  on.context = call.pending.held.place.context;
  publishWait(*thread, on, site);
  const OnceCall* const outer = current;
  current = &call;
  const int result = realCall(runRoutine);
  current = outer;
  endWait(*thread);
  return result;
}

}  // namespace
}  // namespace gordian::runtime

using namespace gordian::runtime;

GORDIAN_EXPORT int pthread_once(pthread_once_t* o, void (*f)()) {
  return once(o, f, GORDIAN_CALL_SITE,
              [=](void (*routine)()) { return real::pthread_once(o, routine); });
}

GORDIAN_EXPORT void call_once(once_flag* o, void (*f)()) {
  once(&o->__data, f, GORDIAN_CALL_SITE, [=](void (*routine)()) {
    real::call_once(o, routine);
    return 0;
  });
}
