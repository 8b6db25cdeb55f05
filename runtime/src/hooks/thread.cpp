#include "wait.hpp"

#include "../meetings.hpp"
#include "../memory.hpp"
#include "../watchdog.hpp"

namespace gordian::runtime {
namespace {

// What the new thread runs, and what it is to know of its creator.
template <typename Function>
struct Start {
  Function function;
  void* argument;
  Birth birth;
};

template <typename Result, typename Function>
Result startThread(void* given) {
  auto* block = static_cast<Start<Function>*>(given);
  const Start<Function> start = *block;
  {
    const InsideIfKnown inside(attach(&start.birth));
    release(block, sizeof *block);
  }
  return start.function(start.argument);
}

// Null: create it unannounced.
template <typename Function>
Start<Function>* prepareStart(Function function, void* argument, CallSite site,
                              const pthread_attr_t* attributes) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return nullptr;
  const int error = errno;
  const Inside inside(*thread);
  startWatchdog();
  auto* start = static_cast<Start<Function>*>(allocate(sizeof(Start<Function>)));
  if (start == nullptr) return nullptr;
  *start = {function, argument, {}};
  start->birth.entry = reinterpret_cast<std::uintptr_t>(function);
  if (attributes != nullptr) pthread_attr_getstacksize(attributes, &start->birth.stackSize);
  if (pythonPresent()) site.python = pythonIdentity();
  prepareBirth(*thread, start->birth, site);
  errno = error;
  return start;
}

// The new thread may not have begun yet when it is joined: its creator knows it too.
template <typename Handle, typename Start>
int created(int result, const Handle* handle, Start* start, std::uint32_t id) noexcept {
  const InsideIfKnown inside(enter());
  if (result == 0)
    rememberHandle(*handle, id);
  else
    release(start, sizeof *start);
  return result;
}

// The handle is looked up before the join: afterwards it may already be another thread's.
template <typename Handle, typename Real>
int join(Handle handle, std::uint32_t how, const CallSite& site, const Real& realCall) {
  ThreadState* thread = enter();
  if (thread == nullptr) return realCall();
  std::uint32_t joined = 0;
  {
    const Inside inside(*thread);
    joined = beginJoin(handle);
  }
  if ((how & kTry) == 0)
    noteJoinWait(joined, (how & kTimed) != 0 ? recording::kMeetingTimed : 0, site);
  int result = 0;
  if ((how & kTry) == 0) {
    WaitOn on;
    on.kind = recording::kWaitThread;
    on.object = reinterpret_cast<const void*>(handle);
    on.how = how;
    on.target = joined;
    publishWait(*thread, on, site);
    result = waitPublished(thread, &realCall);
  } else {
    result = realCall();
  }
  const int error = errno;
  notePassed(*thread);
  const Inside inside(*thread);
  const Joined told = endJoin(handle, joined, result == 0);
  if (result == 0) noteJoin(*thread, told);
  errno = error;
  return result;
}

}  // namespace
}  // namespace gordian::runtime

using namespace gordian::runtime;

GORDIAN_EXPORT int pthread_create(pthread_t* t, const pthread_attr_t* a, void* (*f)(void*),
                                  void* x) noexcept {
  using Function = void* (*)(void*);
  auto* start = prepareStart(f, x, GORDIAN_CALL_SITE, a);
  if (start == nullptr) return real::pthread_create(t, a, f, x);
  const std::uint32_t id = start->birth.id;
  return created(real::pthread_create(t, a, startThread<void*, Function>, start), t, start, id);
}

GORDIAN_EXPORT int thrd_create(thrd_t* t, thrd_start_t f, void* x) {
  auto* start = prepareStart(f, x, GORDIAN_CALL_SITE, nullptr);
  if (start == nullptr) return real::thrd_create(t, f, x);
  const std::uint32_t id = start->birth.id;
  return created(real::thrd_create(t, startThread<int, thrd_start_t>, start), t, start, id);
}

GORDIAN_EXPORT int pthread_join(pthread_t t, void** r) {
  return join(t, 0, GORDIAN_CALL_SITE, [=] { return real::pthread_join(t, r); });
}

GORDIAN_EXPORT int pthread_tryjoin_np(pthread_t t, void** r) noexcept {
  return join(t, kTry, GORDIAN_CALL_SITE, [=] { return real::pthread_tryjoin_np(t, r); });
}

GORDIAN_EXPORT int pthread_timedjoin_np(pthread_t t, void** r, const timespec* d) {
  return join(t, kTimed, GORDIAN_CALL_SITE, [=] { return real::pthread_timedjoin_np(t, r, d); });
}

GORDIAN_EXPORT int pthread_clockjoin_np(pthread_t t, void** r, clockid_t c, const timespec* d) {
  return join(t, kTimed, GORDIAN_CALL_SITE, [=] { return real::pthread_clockjoin_np(t, r, c, d); });
}

GORDIAN_EXPORT int thrd_join(thrd_t t, int* r) {
  return join(t, 0, GORDIAN_CALL_SITE, [=] { return real::thrd_join(t, r); });
}

GORDIAN_EXPORT int pthread_setname_np(pthread_t t, const char* n) noexcept {
  const int result = real::pthread_setname_np(t, n);
  if (result != 0) return result;
  if (ThreadState* thread = enter()) {
    const Inside inside(*thread);
    noteThreadName(threadOf(t), n);
  }
  return result;
}
