#include "hook.hpp"

using namespace gordian::runtime;

namespace {

const void* key(pthread_spinlock_t* l) noexcept {
  return const_cast<const int*>(l);
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
  const int result = real::pthread_spin_destroy(l);
  if (result == 0) noteDestroy(key(l));
  return result;
}

GORDIAN_EXPORT int pthread_spin_lock(pthread_spinlock_t* l) noexcept {
  return acquire(key(l), kSpinLockKind, kExclusive, GORDIAN_CALL_SITE,
                 [=] { return real::pthread_spin_lock(l); });
}

GORDIAN_EXPORT int pthread_spin_trylock(pthread_spinlock_t* l) noexcept {
  return tryAcquire(key(l), kSpinLockKind, kExclusive, GORDIAN_CALL_SITE,
                    [=] { return real::pthread_spin_trylock(l); });
}

GORDIAN_EXPORT int pthread_spin_unlock(pthread_spinlock_t* l) noexcept {
  return releaseLock(key(l), kSpinLockKind, GORDIAN_CALL_SITE,
                     [=] { return real::pthread_spin_unlock(l); });
}
