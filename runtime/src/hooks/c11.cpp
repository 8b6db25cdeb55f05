// C11 threads never reach the pthread hooks: glibc calls inside. A mtx_t is a pthread_mutex_t.
// Its header promises no noexcept, and Clang wants definitions to agree.
#include "wait.hpp"

using namespace gordian::runtime;

namespace {

std::uint8_t kindOfMtx(const mtx_t* m) noexcept {
  return kindOf(reinterpret_cast<const pthread_mutex_t*>(m));
}

struct MtxWay {
  using Object = mtx_t;
  static constexpr std::uint32_t kHow = kExclusive;
  static std::uint8_t kind(const Object* m) noexcept { return kindOfMtx(m); }
  static int tryNow(Object* m) noexcept { return real::mtx_trylock(m); }
  static int acquire(Object* m) noexcept { return real::mtx_lock(m); }
  static std::uint64_t owner(const Object*) noexcept { return ownerUnknown(); }
  // The holder itself gets an answer at once.
  static bool isShortlyHeld(const Object* m, const ThreadState& thread) noexcept {
    const auto& mutex = *reinterpret_cast<const pthread_mutex_t*>(m);
    return __atomic_load_n(&mutex.__data.__owner, __ATOMIC_RELAXED) != static_cast<int>(thread.tid);
  }
};

}  // namespace

GORDIAN_EXPORT int mtx_init(mtx_t* m, int kind) {
  const int result = real::mtx_init(m, kind);
  if (result == thrd_success) noteInit(m, kindOfMtx(m), 0, GORDIAN_CALL_SITE);
  return result;
}

GORDIAN_EXPORT void mtx_destroy(mtx_t* m) {
  noteDestroying(m, kindOfMtx(m), GORDIAN_CALL_SITE);
  real::mtx_destroy(m);
  noteDestroy(m);
}

GORDIAN_EXPORT int mtx_lock(mtx_t* m) {
  return acquire<MtxWay>(m, GORDIAN_CALL);
}

GORDIAN_EXPORT int mtx_trylock(mtx_t* m) {
  return tryAcquire(m, kindOfMtx(m), kExclusive, GORDIAN_CALL_SITE,
                    [=] { return real::mtx_trylock(m); });
}

GORDIAN_EXPORT int mtx_timedlock(mtx_t* m, const timespec* t) {
  return acquireInSteps(
      m, kindOfMtx(m), kTimed, GORDIAN_CALL_SITE, [=] { return real::mtx_trylock(m); },
      [=] { return real::mtx_timedlock(m, t); }, ownerUnknown);
}

GORDIAN_EXPORT int mtx_unlock(mtx_t* m) {
  return releaseLock(
      m, [=] { return kindOfMtx(m); }, GORDIAN_CALL, [=] { return real::mtx_unlock(m); });
}

GORDIAN_EXPORT int cnd_wait(cnd_t* c, mtx_t* m) {
  return waitReleasing(onCondition(c, m, 0), kindOfMtx(m), GORDIAN_CALL_SITE,
                       [=] { return real::cnd_wait(c, m); });
}

GORDIAN_EXPORT int cnd_signal(cnd_t* c) {
  signalsCondition(c, GORDIAN_CALL_SITE);
  return real::cnd_signal(c);
}

GORDIAN_EXPORT int cnd_broadcast(cnd_t* c) {
  signalsCondition(c, GORDIAN_CALL_SITE);
  return real::cnd_broadcast(c);
}

GORDIAN_EXPORT int cnd_timedwait(cnd_t* c, mtx_t* m, const timespec* t) {
  return waitReleasing(onCondition(c, m, kTimed), kindOfMtx(m), GORDIAN_CALL_SITE,
                       [=] { return real::cnd_timedwait(c, m, t); });
}
