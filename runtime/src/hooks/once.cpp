// pthread_once and call_once: the flag is held by the thread that runs the routine, and whoever
// comes meanwhile waits for it. The routine may throw (std::call_once) or be cancelled; no frame of
// ours has anything to clean up then, the hold is dropped when the stack is seen to have shrunk.
#include "wait.hpp"

#include "../once_order.hpp"

namespace gordian::runtime {
namespace {

struct OnceCall {
  void (*routine)();
  ThreadState* thread;
  Pending pending;
  bool hasRun = false;
};

// The innermost call of this thread that is about to run its routine, or waits.
__thread OnceCall* current __attribute__((tls_model("initial-exec"))) = nullptr;

void runRoutine() {
  current->hasRun = true;
  const OnceCall call = *current;
  const void* const flag = call.pending.held.lock;
  endWait(*call.thread);
  afterAcquire(*call.thread, call.pending);
  holdUntilUnwound(*call.thread, call.pending.held.place.cfa);
  {
    const Inside inside(*call.thread);
    routineBegins(*call.thread, flag);
  }
  call.routine();
  const Inside inside(*call.thread);
  routineEnds(*call.thread, flag);
  pop(*call.thread, flag);
}

// The flag is done, whoever has run its routine.
void passed(ThreadState& thread, const void* flag) noexcept {
  if (hasPassed(thread, flag)) return;
  const Inside inside(thread);
  noteComePast(thread, flag);
}

bool isDone(const int* flag) noexcept {
  constexpr int kDone = 2;  // as glibc keeps it
  return (__atomic_load_n(flag, __ATOMIC_ACQUIRE) & kDone) != 0;
}

template <typename Real>
int once(const int* flag, void (*routine)(), const CallSite& site, const Real& realCall) {
  ThreadState* thread = enter();
  if (thread == nullptr) return realCall(routine);
  if (isDone(flag) && thread->depth() == 0) {
    passed(*thread, flag);
    return realCall(routine);
  }
  OnceCall call{routine, thread, beforeAcquire(*thread, flag, kOnceKind, kExclusive, site)};
  if (isDone(flag)) passed(*thread, flag);
  if (isDone(flag) || !call.pending.tracked) return realCall(routine);
  WaitOn on;
  on.kind = recording::kWaitOnce;
  on.object = flag;
  on.lockKind = kOnceKind;
  on.entry = entryOf(*thread, call.pending);
  on.context = call.pending.held.place.context;
  publishWait(*thread, on, site);
  OnceCall* const outer = current;
  current = &call;
  const int result = realCall(runRoutine);
  current = outer;
  endWait(*thread);
  if (!call.hasRun && isDone(flag)) passed(*thread, flag);
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
