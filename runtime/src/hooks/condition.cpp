// A condition wait releases the mutex and takes it again while whatever else is held stays held.
// glibc does both inside, unseen, so the hook does them on the held set. Who signals is noted where
// somebody was seen to wait with more than the mutex held.
#include "wait.hpp"

using namespace gordian::runtime;

#if defined(__x86_64__)
// Two layouts, two versions, one name: each caller must reach the real function it was linked to.
#define GORDIAN_VERSIONED(function, name) __asm__(".symver " #function "," name)
#define GORDIAN_NEW(name) gordian_condition_##name
GORDIAN_VERSIONED(gordian_condition_wait, "pthread_cond_wait@@GLIBC_2.3.2");
GORDIAN_VERSIONED(gordian_condition_timedwait, "pthread_cond_timedwait@@GLIBC_2.3.2");
GORDIAN_VERSIONED(gordian_condition_signal, "pthread_cond_signal@@GLIBC_2.3.2");
GORDIAN_VERSIONED(gordian_condition_broadcast, "pthread_cond_broadcast@@GLIBC_2.3.2");
GORDIAN_VERSIONED(gordian_condition_wait_old, "pthread_cond_wait@GLIBC_2.2.5");
GORDIAN_VERSIONED(gordian_condition_timedwait_old, "pthread_cond_timedwait@GLIBC_2.2.5");
GORDIAN_VERSIONED(gordian_condition_signal_old, "pthread_cond_signal@GLIBC_2.2.5");
GORDIAN_VERSIONED(gordian_condition_broadcast_old, "pthread_cond_broadcast@GLIBC_2.2.5");
#else
#define GORDIAN_NEW(name) pthread_cond_##name
#endif

GORDIAN_EXPORT int GORDIAN_NEW(wait)(pthread_cond_t* c, pthread_mutex_t* m) {
  return waitReleasing(onCondition(c, m, 0), kindOf(m), GORDIAN_CALL_SITE,
                       [=] { return real::pthread_cond_wait(c, m); });
}

GORDIAN_EXPORT int GORDIAN_NEW(timedwait)(pthread_cond_t* c, pthread_mutex_t* m,
                                          const timespec* t) {
  return waitReleasing(onCondition(c, m, kTimed), kindOf(m), GORDIAN_CALL_SITE,
                       [=] { return real::pthread_cond_timedwait(c, m, t); });
}

GORDIAN_EXPORT int pthread_cond_clockwait(pthread_cond_t* c, pthread_mutex_t* m, clockid_t k,
                                          const timespec* t) {
  return waitReleasing(onCondition(c, m, kTimed), kindOf(m), GORDIAN_CALL_SITE,
                       [=] { return real::pthread_cond_clockwait(c, m, k, t); });
}

GORDIAN_EXPORT int GORDIAN_NEW(signal)(pthread_cond_t* c) noexcept {
  signalsCondition(c, GORDIAN_CALL_SITE);
  return real::pthread_cond_signal(c);
}

GORDIAN_EXPORT int GORDIAN_NEW(broadcast)(pthread_cond_t* c) noexcept {
  signalsCondition(c, GORDIAN_CALL_SITE);
  return real::pthread_cond_broadcast(c);
}

#if defined(__x86_64__)
GORDIAN_EXPORT int gordian_condition_signal_old(pthread_cond_t* c) noexcept {
  if (real::pthread_cond_signal_old == nullptr) real::resolve();
  return real::pthread_cond_signal_old(c);
}

GORDIAN_EXPORT int gordian_condition_broadcast_old(pthread_cond_t* c) noexcept {
  if (real::pthread_cond_broadcast_old == nullptr) real::resolve();
  return real::pthread_cond_broadcast_old(c);
}

GORDIAN_EXPORT int gordian_condition_wait_old(pthread_cond_t* c, pthread_mutex_t* m) {
  if (real::pthread_cond_wait_old == nullptr) real::resolve();
  return waitReleasing(
      onCondition(c, m, 0), kindOf(m), GORDIAN_CALL_SITE,
      [=] { return real::pthread_cond_wait_old(c, m); }, ConditionLayout::Old);
}

GORDIAN_EXPORT int gordian_condition_timedwait_old(pthread_cond_t* c, pthread_mutex_t* m,
                                                   const timespec* t) {
  if (real::pthread_cond_timedwait_old == nullptr) real::resolve();
  return waitReleasing(
      onCondition(c, m, kTimed), kindOf(m), GORDIAN_CALL_SITE,
      [=] { return real::pthread_cond_timedwait_old(c, m, t); }, ConditionLayout::Old);
}
#endif
