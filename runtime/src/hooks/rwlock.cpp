#include "hook.hpp"

namespace gordian::runtime {
namespace {

std::uint8_t kindOf(const pthread_rwlock_t* l) noexcept {
  return l->__data.__flags == PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP ? kRwLockPreferWriterKind
                                                                           : kRwLockKind;
}

std::uint64_t writerOf(const pthread_rwlock_t* l) noexcept {
  return static_cast<std::uint64_t>(__atomic_load_n(&l->__data.__cur_writer, __ATOMIC_RELAXED));
}

struct RwLockWay {
  using Object = pthread_rwlock_t;
  static std::uint8_t kind(const Object* l) noexcept { return kindOf(l); }
  static std::uint64_t owner(const Object* l) noexcept { return writerOf(l); }
  static bool isShortlyHeld(const Object* l, const ThreadState& thread) noexcept {
    return writerOf(l) != thread.tid;
  }
};

struct ReadWay : RwLockWay {
  static constexpr std::uint32_t kHow = kShared;
  static int tryNow(Object* l) noexcept { return real::pthread_rwlock_tryrdlock(l); }
  static int acquire(Object* l) noexcept { return real::pthread_rwlock_rdlock(l); }
};

struct WriteWay : RwLockWay {
  static constexpr std::uint32_t kHow = kExclusive;
  static int tryNow(Object* l) noexcept { return real::pthread_rwlock_trywrlock(l); }
  static int acquire(Object* l) noexcept { return real::pthread_rwlock_wrlock(l); }
};

template <typename Way, typename Real>
int acquireTimed(pthread_rwlock_t* l, const CallSite& site, Real realCall) noexcept {
  return acquireInSteps(
      l, kindOf(l), Way::kHow | kTimed, site, [=] { return Way::tryNow(l); }, realCall,
      [=] { return writerOf(l); });
}

}  // namespace
}  // namespace gordian::runtime

using namespace gordian::runtime;

GORDIAN_EXPORT int pthread_rwlock_init(pthread_rwlock_t* l,
                                       const pthread_rwlockattr_t* a) noexcept {
  const int result = real::pthread_rwlock_init(l, a);
  if (result == 0) noteInit(l, kindOf(l), sharedFlag(l->__data.__shared != 0), GORDIAN_CALL_SITE);
  return result;
}

GORDIAN_EXPORT int pthread_rwlock_destroy(pthread_rwlock_t* l) noexcept {
  noteDestroying(l, kindOf(l), GORDIAN_CALL_SITE);
  const int result = real::pthread_rwlock_destroy(l);
  if (result == 0) noteDestroy(l);
  return result;
}

GORDIAN_EXPORT int pthread_rwlock_rdlock(pthread_rwlock_t* l) noexcept {
  return acquire<ReadWay>(l, GORDIAN_CALL);
}

GORDIAN_EXPORT int pthread_rwlock_tryrdlock(pthread_rwlock_t* l) noexcept {
  return tryAcquire(l, kindOf(l), kShared, GORDIAN_CALL_SITE,
                    [=] { return real::pthread_rwlock_tryrdlock(l); });
}

GORDIAN_EXPORT int pthread_rwlock_timedrdlock(pthread_rwlock_t* l, const timespec* t) noexcept {
  return acquireTimed<ReadWay>(l, GORDIAN_CALL_SITE,
                               [=] { return real::pthread_rwlock_timedrdlock(l, t); });
}

GORDIAN_EXPORT int pthread_rwlock_clockrdlock(pthread_rwlock_t* l, clockid_t c,
                                              const timespec* t) noexcept {
  return acquireTimed<ReadWay>(l, GORDIAN_CALL_SITE,
                               [=] { return real::pthread_rwlock_clockrdlock(l, c, t); });
}

GORDIAN_EXPORT int pthread_rwlock_wrlock(pthread_rwlock_t* l) noexcept {
  return acquire<WriteWay>(l, GORDIAN_CALL);
}

GORDIAN_EXPORT int pthread_rwlock_trywrlock(pthread_rwlock_t* l) noexcept {
  return tryAcquire(l, kindOf(l), kExclusive, GORDIAN_CALL_SITE,
                    [=] { return real::pthread_rwlock_trywrlock(l); });
}

GORDIAN_EXPORT int pthread_rwlock_timedwrlock(pthread_rwlock_t* l, const timespec* t) noexcept {
  return acquireTimed<WriteWay>(l, GORDIAN_CALL_SITE,
                                [=] { return real::pthread_rwlock_timedwrlock(l, t); });
}

GORDIAN_EXPORT int pthread_rwlock_clockwrlock(pthread_rwlock_t* l, clockid_t c,
                                              const timespec* t) noexcept {
  return acquireTimed<WriteWay>(l, GORDIAN_CALL_SITE,
                                [=] { return real::pthread_rwlock_clockwrlock(l, c, t); });
}

GORDIAN_EXPORT int pthread_rwlock_unlock(pthread_rwlock_t* l) noexcept {
  return releaseLock(
      l, [=] { return kindOf(l); }, GORDIAN_CALL, [=] { return real::pthread_rwlock_unlock(l); });
}
