#include "hook.hpp"

using namespace gordian::runtime;

namespace {

// A holder is gone after some hundred instructions, or preempted: only then is the wait published.
int trySpinning(pthread_spinlock_t* l) noexcept {
  constexpr int kTries = 200;
  int result = EBUSY;
  for (int i = 0; i < kTries && result == EBUSY; ++i) {
    result = real::pthread_spin_trylock(l);
    if (result == EBUSY) relax();
  }
  return result;
}

struct SpinWay {
  using Object = pthread_spinlock_t;
  static constexpr std::uint32_t kHow = kExclusive;
  static std::uint8_t kind(const Object*) noexcept { return kSpinLockKind; }
  static int tryNow(Object* l) noexcept { return trySpinning(l); }
  static int acquire(Object* l) noexcept { return real::pthread_spin_lock(l); }
  static std::uint64_t owner(const Object*) noexcept { return ownerUnknown(); }
  static bool isShortlyHeld(const Object*, const ThreadState&) noexcept { return false; }  // it was
};

}  // namespace

GORDIAN_EXPORT int pthread_spin_init(pthread_spinlock_t* l, int shared) noexcept {
  const int result = real::pthread_spin_init(l, shared);
  if (result == 0)
    noteInit(keyOf(l), kSpinLockKind, sharedFlag(shared == PTHREAD_PROCESS_SHARED),
             GORDIAN_CALL_SITE);
  return result;
}

GORDIAN_EXPORT int pthread_spin_destroy(pthread_spinlock_t* l) noexcept {
  noteDestroying(keyOf(l), kSpinLockKind, GORDIAN_CALL_SITE);
  const int result = real::pthread_spin_destroy(l);
  if (result == 0) noteDestroy(keyOf(l));
  return result;
}

GORDIAN_EXPORT int pthread_spin_lock(pthread_spinlock_t* l) noexcept {
  return acquire<SpinWay>(l, GORDIAN_CALL);
}

GORDIAN_EXPORT int pthread_spin_trylock(pthread_spinlock_t* l) noexcept {
  return tryAcquire(keyOf(l), kSpinLockKind, kExclusive, GORDIAN_CALL_SITE,
                    [=] { return real::pthread_spin_trylock(l); });
}

GORDIAN_EXPORT int pthread_spin_unlock(pthread_spinlock_t* l) noexcept {
  return releaseLock(
      keyOf(l), [] { return kSpinLockKind; }, GORDIAN_CALL,
      [=] { return real::pthread_spin_unlock(l); });
}
