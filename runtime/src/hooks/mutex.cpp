#include "hook.hpp"

namespace gordian::runtime {
namespace {

// glibc keeps the type in the two low bits of a word inside the mutex, and these flags above them.
constexpr int kRobustBit = 0x10;
constexpr int kSharedBit = 0x80;
constexpr int kOwnWaysBits = kRobustBit | 0x20 | 0x40 | 0x100;  // … inheritance, ceiling, elision

std::uint16_t flagsOf(const pthread_mutex_t* m) noexcept {
  const int word = m->__data.__kind;
  return static_cast<std::uint16_t>(sharedFlag((word & kSharedBit) != 0) |
                                    ((word & kRobustBit) != 0 ? recording::kLockRobust : 0));
}

std::uint64_t ownerOf(const pthread_mutex_t* m) noexcept {
  return static_cast<std::uint64_t>(__atomic_load_n(&m->__data.__owner, __ATOMIC_RELAXED));
}

// Where the kernel has a word in who runs, it must know who waits.
bool isShortlyHeld(const pthread_mutex_t* m, const ThreadState& thread) noexcept {
  return (m->__data.__kind & kOwnWaysBits) == 0 && ownerOf(m) != thread.tid;
}

struct MutexWay {
  using Object = pthread_mutex_t;
  static constexpr std::uint32_t kHow = kExclusive;
  static std::uint8_t kind(const Object* m) noexcept { return kindOf(m); }
  static int tryNow(Object* m) noexcept { return real::pthread_mutex_trylock(m); }
  static int acquire(Object* m) noexcept { return real::pthread_mutex_lock(m); }
  static std::uint64_t owner(const Object* m) noexcept { return ownerOf(m); }
  static bool isShortlyHeld(const Object* m, const ThreadState& thread) noexcept {
    return runtime::isShortlyHeld(m, thread);
  }
};

template <typename Real>
int acquireTimed(pthread_mutex_t* m, const CallSite& site, Real realCall) noexcept {
  return acquireInSteps(
      m, kindOf(m), kTimed, site, [=] { return real::pthread_mutex_trylock(m); }, realCall,
      [=] { return ownerOf(m); });
}

}  // namespace
}  // namespace gordian::runtime

using namespace gordian::runtime;

GORDIAN_EXPORT int pthread_mutex_init(pthread_mutex_t* m, const pthread_mutexattr_t* a) noexcept {
  const int result = real::pthread_mutex_init(m, a);
  if (result == 0) noteInit(m, kindOf(m), flagsOf(m), GORDIAN_CALL_SITE);
  return result;
}

GORDIAN_EXPORT int pthread_mutex_destroy(pthread_mutex_t* m) noexcept {
  noteDestroying(m, kindOf(m), GORDIAN_CALL_SITE);
  const int result = real::pthread_mutex_destroy(m);
  if (result == 0) noteDestroy(m);
  return result;
}

GORDIAN_EXPORT int pthread_mutex_lock(pthread_mutex_t* m) noexcept {
  return acquire<MutexWay>(m, GORDIAN_CALL);
}

GORDIAN_EXPORT int pthread_mutex_trylock(pthread_mutex_t* m) noexcept {
  return tryAcquire(m, kindOf(m), kExclusive, GORDIAN_CALL_SITE,
                    [=] { return real::pthread_mutex_trylock(m); });
}

GORDIAN_EXPORT int pthread_mutex_timedlock(pthread_mutex_t* m, const timespec* t) noexcept {
  return acquireTimed(m, GORDIAN_CALL_SITE, [=] { return real::pthread_mutex_timedlock(m, t); });
}

GORDIAN_EXPORT int pthread_mutex_clocklock(pthread_mutex_t* m, clockid_t c,
                                           const timespec* t) noexcept {
  return acquireTimed(m, GORDIAN_CALL_SITE, [=] { return real::pthread_mutex_clocklock(m, c, t); });
}

GORDIAN_EXPORT int pthread_mutex_unlock(pthread_mutex_t* m) noexcept {
  return releaseLock(
      m, [=] { return kindOf(m); }, GORDIAN_CALL, [=] { return real::pthread_mutex_unlock(m); });
}

// Changes the state of a mutex that the caller holds since EOWNERDEAD; holding goes on.
GORDIAN_EXPORT int pthread_mutex_consistent(pthread_mutex_t* m) noexcept {
  return real::pthread_mutex_consistent(m);
}
