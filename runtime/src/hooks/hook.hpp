// The frame of every hook: guard, before, real, after. No logic lives here.
#pragma once

#include "../gil.hpp"
#include "../lock_events.hpp"
#include "../misuse.hpp"
#include "../patience.hpp"
#include "../perturb.hpp"
#include "../process.hpp"
#include "../python.hpp"
#include "../real.hpp"
#include "../registry.hpp"
#include "../shared_object.hpp"
#include "../statistics.hpp"
#include "../thread_events.hpp"
#include "../thread_state.hpp"
#include "../waits.hpp"

#include <atomic>
#include <cerrno>

#define GORDIAN_EXPORT extern "C" [[gnu::visibility("default")]]

// The caller of the hook. A macro because the hook's own frame is meant.
#define GORDIAN_CALL \
  __builtin_return_address(0), reinterpret_cast<std::uintptr_t>(__builtin_dwarf_cfa())
#define GORDIAN_CALL_SITE                                                                   \
  ::gordian::runtime::CallSite {                                                            \
    __builtin_return_address(0), reinterpret_cast<std::uintptr_t>(__builtin_dwarf_cfa()), 0 \
  }

namespace gordian::runtime {

// The kind that glibc keeps in the two low bits: normal, recursive, errorcheck, adaptive.
[[gnu::always_inline]] inline std::uint8_t kindOf(const pthread_mutex_t* m) noexcept {
  constexpr std::uint8_t kKinds[] = {kMutexKind, kRecursiveMutexKind, kErrorCheckMutexKind,
                                     kMutexKind};
  return kKinds[m->__data.__kind & 3];
}

constexpr std::uint16_t sharedFlag(bool isShared) noexcept {
  return isShared ? recording::kLockProcessShared : 0;
}

// The calling thread's state, or null: pass straight through.
[[gnu::always_inline]] inline ThreadState* enter(std::uintptr_t cfa) noexcept {
  ThreadState* thread = self;
  if (thread == nullptr) [[unlikely]] {
    if (!isObserving() || isBetweenLives()) return nullptr;
    const int error = errno;
    thread = attach();
    errno = error;
    if (thread == nullptr) return nullptr;
  }
  if ((thread->inside & kInside) != 0) [[unlikely]]
    return comesBack(*thread, cfa) ? thread : nullptr;
  return isStopped() ? nullptr : thread;
}
[[gnu::always_inline]] inline ThreadState* enter() noexcept {
  return enter(reinterpret_cast<std::uintptr_t>(__builtin_dwarf_cfa()));
}

// Always inlined: it is the caller's frame that is remembered.
[[gnu::always_inline]] inline void goInside(ThreadState& thread) noexcept {
  thread.inside |=
      insideFrame(reinterpret_cast<std::uintptr_t>(__builtin_dwarf_cfa())) | kInside | kAtWork;
  std::atomic_signal_fence(std::memory_order_seq_cst);
}
[[gnu::always_inline]] inline void goOutside(ThreadState& thread) noexcept {
  std::atomic_signal_fence(std::memory_order_seq_cst);
  thread.inside &= kMeasured | kInQuietScope;
}

// While one lives, hooks reached by a signal handler on this thread pass through. Keeps errno.
class Inside {
 public:
  [[gnu::always_inline]] explicit Inside(ThreadState& thread) noexcept : thread_(thread) {
    goInside(thread_);
  }
  [[gnu::always_inline]] ~Inside() { goOutside(thread_); }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  ThreadState& thread_;
};

// The same for a thread that may be unknown: one at its very end, which takes no slow path any
// more.
class InsideIfKnown {
 public:
  [[gnu::always_inline]] explicit InsideIfKnown(ThreadState* thread) noexcept : thread_(thread) {
    if (thread_ != nullptr) goInside(*thread_);
  }
  [[gnu::always_inline]] ~InsideIfKnown() {
    if (thread_ != nullptr) goOutside(*thread_);
  }
  InsideIfKnown(const InsideIfKnown&) = delete;
  InsideIfKnown& operator=(const InsideIfKnown&) = delete;

 private:
  ThreadState* thread_;
};

inline void noteDestroy(const void* lock) noexcept {
  if (isStopped()) return;
  const InsideIfKnown inside(enter());
  forgetLock(lock);
}

// Before the real call: the C library may refuse, and the memory may be used anew afterwards.
inline void noteDestroying(const void* lock, std::uint8_t kind, const CallSite& site) noexcept {
  if (!mayBeInUse(lock, kind)) return;
  if (ThreadState* thread = enter()) {
    const Inside inside(*thread);
    noteDestruction(*thread, lock, kind, site);
  }
}

[[gnu::always_inline]] inline Pending beforeAcquire(ThreadState& thread, const void* lock,
                                                    std::uint8_t kind, std::uint32_t how,
                                                    const CallSite& site) noexcept {
  const Inside inside(thread);
  if (site.cfa > thread.lowestStackLock.load(std::memory_order_relaxed)) [[unlikely]]
    stackShrunk(thread, site);
  const Transition* transition = findTransition(thread, lock, kind, how | thread.quiet, site);
  if (transition == nullptr) [[unlikely]]
    return {};
  if (transition->ignored != 0) [[unlikely]]
    return {{lock, {transition->context, site.cfa}, 0, 0}, how, thread.epoch, false};
  return {{lock, {transition->context, site.cfa}, transition->to, 0}, how, thread.epoch, true};
}

// The entry of a lock that is asked for, when it is tracked.
inline LockEntry* entryOf(const ThreadState& thread, const Pending& pending) noexcept {
  if (!pending.tracked || pending.epoch != thread.epoch) return nullptr;
  return thread.states[pending.held.state].entry;
}

[[gnu::always_inline]] inline void afterAcquire(ThreadState& thread,
                                                const Pending& pending) noexcept {
  if (!pending.tracked || pending.epoch != thread.epoch) [[unlikely]]
    return;
  const Inside inside(thread);
  push(thread, pending.held);
  if (thread.statistics != nullptr) [[unlikely]]
    noteAcquired(thread, pending.held.lock);
}

// The wait for a lock, for --stats.
class LockWait {
 public:
  LockWait(ThreadState& thread, const Pending& pending) noexcept : thread_(thread) {
    if (thread.statistics == nullptr || !pending.tracked || pending.epoch != thread.epoch) return;
    state_ = pending.held.state;
    begin_ = ticks();
    const Inside inside(thread);
    lockWaitBegins(thread, state_);
  }
  void end(const Pending& pending, bool isAcquired) noexcept {
    if (state_ == 0 || pending.epoch != thread_.epoch) return;
    const Inside inside(thread_);
    lockWaitEnds(thread_, state_, begin_, isAcquired);
  }

 private:
  ThreadState& thread_;
  std::uint32_t state_ = 0;
  std::uint64_t begin_ = 0;
};

// An exception may have ended a once routine, and its hold, without a word.
inline void dropWhatUnwound(ThreadState& thread, const CallSite& site) noexcept {
  if (site.cfa <= thread.lowestStackLock.load(std::memory_order_relaxed)) return;
  const Inside inside(thread);
  stackShrunk(thread, site);
}

inline bool publishWait(ThreadState& thread, const WaitOn& on, const CallSite& site) noexcept {
  if (isStopped()) return false;
  dropWhatUnwound(thread, site);
  const Inside inside(thread);
  return beginWait(thread, on, site);
}

inline void beginLockWait(ThreadState& thread, const Pending& pending, std::uint8_t kind,
                          const CallSite& site, std::uint64_t owner) noexcept {
  WaitOn on;
  on.kind = recording::kWaitLock;
  on.object = pending.held.lock;
  on.lockKind = kind;
  on.how = pending.how;
  on.entry = entryOf(thread, pending);
  on.context = pending.held.place.context;
  on.detail = owner;
  publishWait(thread, on, site);
}

inline std::uint64_t ownerUnknown() noexcept {
  return 0;
}

// A lock as a key; pthread_spinlock_t is volatile.
[[gnu::always_inline]] inline const void* keyOf(const volatile void* lock) noexcept {
  return const_cast<const void*>(lock);
}

// The whole of an acquisition, step by step: for what the hot path below does not do.
template <typename Try, typename Real, typename Owner>
[[gnu::always_inline]] inline int acquireInSteps(const void* lock, std::uint8_t kind,
                                                 std::uint32_t how, const CallSite& site,
                                                 Try tryCall, Real realCall, Owner owner) noexcept {
  ThreadState* thread = enter(site.cfa);
  if (thread == nullptr) return realCall();
  if (isPerturbing()) perturb();
  Pending pending = beforeAcquire(*thread, lock, kind, how, site);
  int result = tryCall();
  if (result != 0 && result != EOWNERDEAD) {
    pending.held.lock = lock;
    pending.how = how;
    beginLockWait(*thread, pending, kind, site, owner());
    LockWait wait(*thread, pending);
    result = realCall();
    endWait(*thread);
    wait.end(pending, result == 0 || result == EOWNERDEAD);
  }
  if (result == 0 || result == EOWNERDEAD) afterAcquire(*thread, pending);
  return result;
}

// What the hot path needs to know of a way to acquire a lock:
//   Object              the lock's type
//   kHow                how it is asked for, a How
//   kind(object)        its Kind now
//   tryNow(object)      the real function that does not block
//   acquire(object)     the real function
//   owner(object)       tid of who holds it, as far as the lock itself knows, else 0
//   isShortlyHeld(object, thread)   may its holder, another thread, give it up in a moment?
template <typename Way>
[[gnu::noinline, gnu::cold]] int acquireSlowly(typename Way::Object* object, const void* pc,
                                               std::uintptr_t cfa) noexcept {
  return acquireInSteps(
      keyOf(object), Way::kind(object), Way::kHow, {pc, cfa, 0},
      [=] { return Way::tryNow(object); }, [=] { return Way::acquire(object); },
      [=] { return Way::owner(object); });
}

// The hot path has pushed the lock, but the try has failed. All else is known from that hold.
template <typename Way>
[[gnu::noinline]] int acquireContended(int result) noexcept {
  ThreadState& thread = *self;
  if (result == EOWNERDEAD) {
    thread.inside = 0;
    return result;
  }
  const Pending pending{thread.top[-1], Way::kHow, thread.epoch, true};
  popTop(thread, pending.held.lock);
  --thread.acquisitions;
  thread.inside = 0;
  const CallPlace& place = pending.held.place;
  auto* object = static_cast<typename Way::Object*>(const_cast<void*>(pending.held.lock));
  if (Way::isShortlyHeld(object, thread))
    result = tryPatiently(thread, [=] { return Way::tryNow(object); });
  if (result != 0) {
    const CallSite site{reinterpret_cast<const void*>(place.context->pcs[0]), place.cfa, 0};
    beginLockWait(thread, pending, Way::kind(object), site, Way::owner(object));
    result = Way::acquire(object);
    endWait(thread);
  }
  if (result == 0 || result == EOWNERDEAD) afterAcquire(thread, pending);
  return result;
}

// What is new to this thread, or further along its table. ThreadState::inside is set.
template <typename Way>
[[gnu::noinline]] int acquireMissed(typename Way::Object* object, const void* pc,
                                    std::uintptr_t cfa) noexcept {
  ThreadState& thread = *self;
  if (isStopped()) {
    thread.inside = 0;
    return Way::acquire(object);
  }
  thread.inside |= kAtWork;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (cfa > thread.lowestStackLock.load(std::memory_order_relaxed))
    stackShrunk(thread, {pc, cfa, 0});
  const Transition* transition =
      findTransition(thread, keyOf(object), Way::kind(object), Way::kHow, {pc, cfa, 0});
  if (transition == nullptr || transition->ignored != 0) {
    thread.inside = 0;
    return acquireSlowly<Way>(object, pc, cfa);
  }
  thread.inside &= ~kAtWork;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  place(thread, {keyOf(object), {transition->context, cfa}, transition->to, 0});
  const int result = Way::tryNow(object);
  if (result != 0) return acquireContended<Way>(result);
  thread.inside = 0;
  return 0;
}

// A blocking acquisition: recorded before it blocks. It is tried first: only one that would block
// costs the publishing of its wait. The lock is pushed before the try, which calls nothing of ours;
// what follows finds everything there, so that nothing has to be kept across the call.
template <typename Way>
[[gnu::always_inline]] inline int acquire(typename Way::Object* object, const void* pc,
                                          std::uintptr_t cfa) noexcept {
  ThreadState* thread = self;
  if (thread == nullptr || thread->inside != 0) [[unlikely]]
    return acquireSlowly<Way>(object, pc, cfa);
  thread->inside = insideFrame(cfa) | kInside;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  const bool isUsual = cfa <= thread->lowestStackLock.load(std::memory_order_relaxed);
  Transition* transition =
      isUsual ? knownTransition(*thread, keyOf(object), Way::kHow, pc, cfa) : nullptr;
  if (transition == nullptr) [[unlikely]]
    return acquireMissed<Way>(object, pc, cfa);
  place(*thread, {keyOf(object), {transition->context, cfa}, transition->to, 0});
  const int result = Way::tryNow(object);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (result != 0) [[unlikely]]
    return acquireContended<Way>(result);
  self->inside = 0;
  return 0;
}

// A try-acquisition: recorded once it has succeeded.
template <typename Real>
[[gnu::always_inline]] inline int tryAcquire(const void* lock, std::uint8_t kind, std::uint32_t how,
                                             const CallSite& site, Real&& realCall) noexcept {
  const int result = realCall();
  if (result != 0 && result != EOWNERDEAD) return result;
  if (ThreadState* thread = enter(site.cfa))
    afterAcquire(*thread, beforeAcquire(*thread, lock, kind, how | kTry, site));
  return result;
}

// An object that was initialised.
inline void noteInit(const void* lock, std::uint8_t kind, std::uint16_t flags,
                     const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return;
  const int error = errno;
  {
    const Inside inside(*thread);
    noteLockInit(*thread, lock, kind, flags, site);
  }
  errno = error;
}

template <typename Kind, typename Real>
[[gnu::noinline]] int releaseSlowly(const void* lock, Kind kind, const void* pc, std::uintptr_t cfa,
                                    Real realCall) noexcept {
  ThreadState* thread = enter(cfa);
  if (thread != nullptr) {
    const Inside inside(*thread);
    if (thread->statistics != nullptr) noteUnlock(*thread, lock);
    releaseBelow(*thread, lock, kind(), {pc, cfa, 0});
  }
  const int result = realCall();
  if (isPerturbing() && thread != nullptr) perturb();
  return result;
}

// Taken off the held stack first: in between it is still held, so nothing wrong can be seen.
template <typename Kind, typename Real>
[[gnu::always_inline]] inline int releaseLock(const void* lock, Kind kind, const void* pc,
                                              std::uintptr_t cfa, Real realCall) noexcept {
  ThreadState* thread = self;
  if (thread == nullptr || thread->inside != 0 || !popTop(*thread, lock)) [[unlikely]]
    return releaseSlowly(lock, kind, pc, cfa, realCall);
  return realCall();
}

}  // namespace gordian::runtime
