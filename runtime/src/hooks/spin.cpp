#include "hook.hpp"

using namespace gordian::runtime;

namespace {

const void* key(pthread_spinlock_t* l) noexcept {
  return const_cast<const int*>(l);
}

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

}  // namespace

GORDIAN_EXPORT int pthread_spin_init(pthread_spinlock_t* l, int shared) noexcept {
  const int result = real::pthread_spin_init(l, shared);
  if (result == 0)
    noteInit(key(l), kSpinLockKind, sharedFlag(shared == PTHREAD_PROCESS_SHARED),
             GORDIAN_CALL_SITE);
  return result;
}

GORDIAN_EXPORT int pthread_spin_destroy(pthread_spinlock_t* l) noexcept {
  noteDestroying(key(l), kSpinLockKind, GORDIAN_CALL_SITE);
  const int result = real::pthread_spin_destroy(l);
  if (result == 0) noteDestroy(key(l));
  return result;
}

GORDIAN_EXPORT int pthread_spin_lock(pthread_spinlock_t* l) noexcept {
  return acquire(
      key(l), [] { return kSpinLockKind; }, kExclusive, GORDIAN_CALL,
      [=] { return trySpinning(l); }, [=] { return real::pthread_spin_lock(l); }, ownerUnknown);
}

GORDIAN_EXPORT int pthread_spin_trylock(pthread_spinlock_t* l) noexcept {
  return tryAcquire(key(l), kSpinLockKind, kExclusive, GORDIAN_CALL_SITE,
                    [=] { return real::pthread_spin_trylock(l); });
}

GORDIAN_EXPORT int pthread_spin_unlock(pthread_spinlock_t* l) noexcept {
  return releaseLock(
      key(l), [] { return kSpinLockKind; }, GORDIAN_CALL,
      [=] { return real::pthread_spin_unlock(l); });
}
