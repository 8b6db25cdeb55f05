// The frame of the hooks that release a mutex, wait, and take it again.
#pragma once

#include "../conditions.hpp"
#include "../meetings.hpp"
#include "../notices.hpp"
#include "hook.hpp"

namespace gordian::runtime {

enum class ConditionLayout : std::uint8_t { Current, Old };

struct Reacquisition {
  ThreadState* thread;
  Pending pending;
  const void* condition;
  const void* mutex;
};

inline void onReacquired(void* argument) {
  auto& again = *static_cast<Reacquisition*>(argument);
  endWait(*again.thread);
  notePassed(*again.thread);
  {
    const Inside inside(*again.thread);
    leaveCondition(again.condition, again.mutex);
  }
  afterAcquire(*again.thread, again.pending);
}

// What a wait on a condition is for; pthread's and C11's are the same objects.
template <typename Condition, typename Mutex>
WaitOn onCondition(Condition* c, Mutex* m, std::uint32_t how) noexcept {
  static_assert(sizeof(Condition) == sizeof(pthread_cond_t));
  WaitOn on;
  on.kind = recording::kWaitCondition;
  on.object = c;
  on.how = how;
  on.isShared = isProcessShared(*reinterpret_cast<const pthread_cond_t*>(c));
  on.mutex = m;
  return on;
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
int waitReleasing(WaitOn on, std::uint8_t kind, const CallSite& site, const Real& realCall,
                  ConditionLayout layout = ConditionLayout::Current) {
  const void* condition = layout == ConditionLayout::Current ? on.object : nullptr;
  ThreadState* thread = enter();
  if (thread == nullptr) return realCall();
  bool held = false;
  {
    const Inside inside(*thread);
    if (thread->statistics != nullptr && (on.how & kTimed) != 0)
      noteTimedWait(*thread, on.object, on.mutex, site.pc);
    held = pop(*thread, on.mutex);
    if (!held) noteWaitWithout(*thread, on.object, on.mutex, kind, site);
  }
  Reacquisition again{thread, {}, condition, on.mutex};
  if (held) {
    again.pending = beforeAcquire(*thread, on.mutex, kind, kAfterWait, site);
    on.mutexEntry = entryOf(*thread, again.pending);
    on.context = again.pending.held.place.context;
  }
  {
    const Inside inside(*thread);
    noteWaitBegins(*thread, condition, on.mutex, again.pending.held.place, site);
  }
  if (condition != nullptr && !isPythonLockCall(site.pc))
    noteWait(recording::kWaitsCondition, condition,
             (on.how & kTimed) != 0 ? recording::kMeetingTimed : 0, on.mutexEntry, site);
  publishWait(*thread, on, site);
  const int result = waitCancellable(&again, &realCall);
  if (!isPythonLockCall(site.pc))  // handing over the GIL tells nobody anything
    noteTaken(*thread, recording::kWaitsCondition, on.object, result != 0);
  return result;
}

// Any other wait that can be cancelled: published before, taken back after.
inline void onWaited(void* thread) {
  endWait(*static_cast<ThreadState*>(thread));
}

// A condition is signalled far more often than anybody waits there with a lock held.
[[gnu::always_inline]] inline void signalsCondition(const void* condition,
                                                    const CallSite& site) noexcept {
  if (isWatched(condition)) [[unlikely]]
    noteSignal(recording::kSignalCondition, condition, site);
  if (!isPythonLockCall(site.pc)) noteGiven(recording::kSignalCondition, condition);
}

template <typename Real>
[[gnu::noinline]] int waitPublished(ThreadState* thread, const Real* realCall) {
  int result = 0;
  pthread_cleanup_push(onWaited, thread);
  result = (*realCall)();
  pthread_cleanup_pop(1);
  return result;
}

}  // namespace gordian::runtime
