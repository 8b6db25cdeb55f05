// gordian/annotations.h: what the program itself says.
#include <gordian/annotations.h>

#include "../incidents.hpp"
#include "custom_lock.hpp"

using namespace gordian::runtime;

namespace {

// On the slow path of the calling thread, if it has one now.
template <typename Action>
void tell(Action&& action) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return;
  const int error = errno;
  {
    const Inside inside(*thread);
    if (enterSlowPath(*thread)) action(*thread);
  }
  errno = error;
}

static_assert(+GORDIAN_SHARED == +kShared && +GORDIAN_TIMED == +kTimed && +GORDIAN_TRY == +kTry);

std::uint32_t howOf(unsigned how) noexcept {
  return how & (kShared | kTimed | kTry);
}

}  // namespace

GORDIAN_EXPORT void gordian_name_lock(const void* lock, const char* name) {
  if (lock != nullptr && name != nullptr) tell([=](ThreadState&) { nameLock(lock, name); });
}

GORDIAN_EXPORT void gordian_name_thread(const char* name) {
  if (name != nullptr) tell([=](ThreadState& thread) { nameThread(thread, name); });
}

GORDIAN_EXPORT void gordian_lock_create(const void* lock, const char* name, unsigned sort) {
  const std::uint8_t kind = (sort & GORDIAN_READERS) != 0     ? kRwLockKind
                            : (sort & GORDIAN_REENTRANT) != 0 ? kRecursiveMutexKind
                                                              : kMutexKind;
  customCreate(lock, name, kind, GORDIAN_CALL_SITE);
}

GORDIAN_EXPORT void gordian_lock_destroy(const void* lock) {
  customDestroy(lock, GORDIAN_CALL_SITE);
}

GORDIAN_EXPORT void gordian_lock_before(const void* lock, unsigned how) {
  customBefore(lock, howOf(how), GORDIAN_CALL_SITE);
}

GORDIAN_EXPORT void gordian_lock_acquired(const void* lock, unsigned how) {
  customAcquired(lock, howOf(how), GORDIAN_CALL_SITE);
}

GORDIAN_EXPORT void gordian_lock_failed(const void* lock) {
  customFailed(lock);
}

GORDIAN_EXPORT void gordian_lock_released(const void* lock) {
  customReleased(lock, GORDIAN_CALL_SITE);
}

GORDIAN_EXPORT void gordian_publish(const void* object, size_t size) {
  if (size != 0) tell([=](ThreadState& thread) { publishLocks(thread, object, size); });
}

GORDIAN_EXPORT void gordian_rank(const void* lock, int rank) {
  if (lock != nullptr) tell([=](ThreadState&) { rankLock(lock, rank); });
}

GORDIAN_EXPORT void gordian_never_together(const void* lock, const void* other) {
  if (lock != nullptr && other != nullptr) tell([=](ThreadState&) { keepApart(lock, other); });
}

GORDIAN_EXPORT void gordian_quiet_begin() {
  if (ThreadState* thread = enter()) {
    ++thread->quietDepth;
    thread->quiet = kQuiet;
    thread->inside |= kInQuietScope;
  }
}

GORDIAN_EXPORT void gordian_quiet_end() {
  ThreadState* thread = enter();
  if (thread == nullptr || thread->quietDepth == 0) return;
  if (--thread->quietDepth != 0) return;
  thread->quiet = 0;
  thread->inside &= ~kInQuietScope;
}

GORDIAN_EXPORT int gordian_assert_no_locks_held() {
  const CallSite site = GORDIAN_CALL_SITE;
  int count = 0;
  tell([&](ThreadState& thread) {
    settle(thread);
    count = static_cast<int>(thread.depth());
    if (count == 0) return;
    const Held& top = thread.held[thread.depth() - 1];
    Incident incident;
    incident.rule = 304;
    incident.detail = gordian::recording::kHeldDespiteAssertion;
    incident.lock = thread.states[top.state].entry;
    incident.site = &site;
    incident.otherPlace = top.place;
    incident.value = static_cast<std::uint64_t>(count);
    noteIncident(thread, incident);
  });
  return count;
}
