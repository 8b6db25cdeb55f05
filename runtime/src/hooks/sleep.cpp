// Sleeps, for --stats alone: a lock that is held across one keeps others waiting (GD306). Without
// it these go straight through. A sleep that is cancelled leaves nothing to clean up.
#include "hook.hpp"

using namespace gordian::runtime;

namespace {

template <typename Real>
auto sleepMeasured(const CallSite& site, Real realCall) {
  if (!isMeasuring()) return realCall();
  ThreadState* thread = enter();
  if (thread == nullptr || thread->statistics == nullptr || thread->depth() == 0) return realCall();
  const int error = errno;
  {
    const Inside inside(*thread);
    blockBegins(*thread, "a sleep", site);
  }
  errno = error;
  const auto result = realCall();
  blockEnds(*thread);
  return result;
}

}  // namespace

GORDIAN_EXPORT int nanosleep(const timespec* t, timespec* left) {
  return sleepMeasured(GORDIAN_CALL_SITE, [=] { return real::nanosleep(t, left); });
}

GORDIAN_EXPORT int clock_nanosleep(clockid_t c, int how, const timespec* t, timespec* left) {
  return sleepMeasured(GORDIAN_CALL_SITE, [=] { return real::clock_nanosleep(c, how, t, left); });
}

GORDIAN_EXPORT int usleep(useconds_t t) {
  return sleepMeasured(GORDIAN_CALL_SITE, [=] { return real::usleep(t); });
}

GORDIAN_EXPORT unsigned sleep(unsigned t) {
  return sleepMeasured(GORDIAN_CALL_SITE, [=] { return real::sleep(t); });
}
