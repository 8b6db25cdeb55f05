// A semaphore with initial value 1 is taken for a lock until a thread posts that does not hold it.
// CPython's locks are such semaphores: it tries first and blocks only when that fails, so its
// successful try is an acquisition that would have blocked.
#include "wait.hpp"

#include "../keep_errno.hpp"
#include "../meetings.hpp"
#include "../notices.hpp"
#include "../pauses.hpp"
#include "../perturb.hpp"
#include "../python_gil.hpp"

#include <fcntl.h>
#include <cstdarg>

namespace gordian::runtime {
namespace {

// `site` with the Python frames, when an interpreter asks.
CallSite pythonSite(ThreadState* thread, CallSite site) noexcept {
  if (!pythonPresent() || thread == nullptr) return site;
  const int error = errno;
  const Inside inside(*thread);
  site.python = pythonIdentity();
  errno = error;
  return site;
}

// CPython tries with the GIL held, and then nobody else could come: it is given up meanwhile, as it
// is where the try fails.
void letOthersCome(const sem_t* s, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return;
  int point = kNoPoint;
  const std::uint64_t ns = isPerturbing() ? napNs() : 0;
  if (isProvoking()) {
    const CallSite caller = pythonSite(thread, site);
    const Inside inside(*thread);
    doNotPauseAgain(s);
    const CallContext* context = enterSlowPath(*thread) ? contextOf(caller) : nullptr;
    if (context != nullptr) point = pointOfLock(s, kExclusive, *context);
  }
  if (point == kNoPoint && ns == 0) return;
  void* const gil = dropGil();
  if (ns != 0) nap(ns);
  if (point != kNoPoint && gil != nullptr) {
    const Inside inside(*thread);
    pauseAtPoint(*thread, s, point, site);
  }
  takeGil(gil);
}

void afterPythonAcquire(ThreadState& thread, const sem_t* s, const Pending& pending) noexcept {
  afterAcquire(thread, pending);
  if (!pending.tracked || !pending.held.place.context->pythonJoin) return;
  const int error = errno;
  const Inside inside(thread);
  notePythonJoin(thread, s);
  errno = error;
}

// A blocking wait: CPython has let go of the GIL by then, its failed try before has kept the
// frames.
template <typename Real>
int waitFor(sem_t* s, std::uint32_t how, CallSite site, const Real& realCall) {
  ThreadState* thread = enter();
  if (thread == nullptr) return realCall();
  if (thread->lastPythonLock == s) site.python = thread->lastPython;
  thread->lastPythonLock = nullptr;
  const Pending pending = beforeAcquire(*thread, s, kSemaphoreKind, how, site);
  if (!pending.tracked && !isPythonSemaphoreCall(site.pc))
    noteWait(recording::kWaitsSemaphore, s, (how & kTimed) != 0 ? recording::kMeetingTimed : 0,
             nullptr, site);
  pthread_testcancel();  // as the real call begins
  const int error = errno;
  int result = real::sem_trywait(s);
  if (result != 0) {
    errno = error;
    WaitOn on;
    on.kind = recording::kWaitSemaphore;
    on.object = s;
    on.lockKind = kSemaphoreKind;
    on.how = how;
    on.isShared = isProcessShared(s, kSemaphoreKind);
    on.entry = entryOf(*thread, pending);
    on.context = pending.held.place.context;
    if (on.entry != nullptr && on.entry->touched && on.context->pythonJoin) {
      on.kind = recording::kWaitThread;  // which gives this lock up at its end
      on.target = on.entry->firstThread;
    }
    publishWait(*thread, on, site);
    // CPython's join waits for the thread, not for a lock.
    LockWait wait(*thread, on.kind == recording::kWaitThread ? Pending{} : pending);
    result = waitPublished(thread, &realCall);
    wait.end(pending, result == 0);
  }
  if (!pending.tracked) notePassed(*thread);
  if (result == 0) afterPythonAcquire(*thread, s, pending);
  if (result == 0 && !pending.tracked && !isPythonSemaphoreCall(site.pc))
    noteTaken(*thread, recording::kWaitsSemaphore, s, false);
  return result;
}

}  // namespace
}  // namespace gordian::runtime

using namespace gordian::runtime;

GORDIAN_EXPORT int sem_init(sem_t* s, int shared, unsigned value) noexcept {
  const int result = real::sem_init(s, shared, value);
  if (result != 0) return result;
  noteObjectInit(s);
  if (value > 0) noteCounting(s);
  if (value == 1)
    noteInit(s, kSemaphoreKind, sharedFlag(shared != 0), pythonSite(enter(), GORDIAN_CALL_SITE));
  else
    noteDestroy(s);
  return result;
}

GORDIAN_EXPORT int sem_destroy(sem_t* s) noexcept {
  const int result = real::sem_destroy(s);
  if (result == 0) noteDestroy(s);
  return result;
}

// The same name gives the same pointer again: a semaphore that is known goes on as it is.
GORDIAN_EXPORT sem_t* sem_open(const char* name, int flags, ...) noexcept {
  mode_t mode = 0;
  unsigned value = 0;
  if ((flags & O_CREAT) != 0) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    value = va_arg(arguments, unsigned);
    va_end(arguments);
  }
  // A variadic function takes integers as any other does, on every platform that glibc knows.
  sem_t* s = real::sem_open(name, flags, mode, value);
  if (s == SEM_FAILED) return s;
  noteCounting(s);  // how it began is not known
  const int error = errno;
  int now = 0;
  if (sem_getvalue(s, &now) == 0 && now == 1 && findLock(s) == nullptr)
    noteInit(s, kSemaphoreKind, sharedFlag(true), pythonSite(enter(), GORDIAN_CALL_SITE));
  errno = error;
  return s;
}

GORDIAN_EXPORT int sem_close(sem_t* s) noexcept {
  const int result = real::sem_close(s);
  if (result == 0) noteDestroy(s);
  return result;
}

GORDIAN_EXPORT int sem_wait(sem_t* s) {
  return waitFor(s, kExclusive, GORDIAN_CALL_SITE, [=] { return real::sem_wait(s); });
}

GORDIAN_EXPORT int sem_timedwait(sem_t* s, const timespec* t) {
  return waitFor(s, kTimed, GORDIAN_CALL_SITE, [=] { return real::sem_timedwait(s, t); });
}

GORDIAN_EXPORT int sem_clockwait(sem_t* s, clockid_t c, const timespec* t) {
  return waitFor(s, kTimed, GORDIAN_CALL_SITE, [=] { return real::sem_clockwait(s, c, t); });
}

GORDIAN_EXPORT int sem_trywait(sem_t* s) noexcept {
  const CallSite site = GORDIAN_CALL_SITE;
  if (!isPythonSemaphoreCall(site.pc)) {
    const int result =
        tryAcquire(s, kSemaphoreKind, kExclusive, site, [=] { return real::sem_trywait(s); });
    if (result == 0 && self != nullptr) {  // whoever posted has told it something
      notePassed(*self);
      if (findLock(s) == nullptr) noteTaken(*self, gordian::recording::kWaitsSemaphore, s, false);
    }
    return result;
  }
  if (isProvoking() || isPerturbing()) [[unlikely]] {
    const KeepErrno keepErrno;
    letOthersCome(s, site);
  }
  const int result = real::sem_trywait(s);
  const int error = errno;
  if (ThreadState* thread = enter()) {
    const CallSite pythonCaller = pythonSite(thread, site);
    if (result == 0)
      afterPythonAcquire(*thread, s,
                         beforeAcquire(*thread, s, kSemaphoreKind, kExclusive, pythonCaller));
    else {
      thread->lastPythonLock = s;
      thread->lastPython = pythonCaller.python;
    }
  }
  errno = error;
  return result;
}

GORDIAN_EXPORT int sem_post(sem_t* s) noexcept {
  const CallSite site = GORDIAN_CALL_SITE;
  if (ThreadState* thread = enter()) {
    const int error = errno;
    bool isSignal = false;
    {
      const Inside inside(*thread);
      isSignal = !pop(*thread, s);
      if (isSignal) noteForeignPost(*thread, s);
    }
    if (isSignal && !isPythonSemaphoreCall(site.pc)) {
      noteSignal(gordian::recording::kSignalSemaphore, s, site);
      noteGiven(gordian::recording::kSignalSemaphore, s);
    }
    errno = error;
  }
  return real::sem_post(s);
}
