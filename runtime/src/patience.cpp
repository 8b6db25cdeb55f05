#include "patience.hpp"

#include "spin_lock.hpp"

#include <sched.h>

namespace gordian::runtime {

namespace {

bool hasSeveralProcessors;

constexpr std::uint8_t kMostPatience = 16;
constexpr std::uint8_t kPaid = 2;            // so that every third wait has to be a short one
constexpr std::uint8_t kTriesOnceMore = 32;  // of those without patience, one in so many

bool isRealtime() noexcept {
  const int error = errno;
  const int policy = sched_getscheduler(0);
  errno = error;
  return policy != SCHED_OTHER && policy != SCHED_BATCH && policy != SCHED_IDLE;
}

}  // namespace

void countProcessors() noexcept {
  const int error = errno;
  cpu_set_t allowed;
  hasSeveralProcessors =
      sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) > 1;
  errno = error;
}

bool isPatient(ThreadState& thread) noexcept {
  if (!hasSeveralProcessors) return false;
  Patience& patience = thread.patience;
  if (!patience.isKnown) {
    patience.isKnown = true;
    patience.isForbidden = isRealtime();
    patience.left = kMostPatience;
  }
  if (patience.isForbidden) return false;
  return patience.left != 0 || ++patience.refused % kTriesOnceMore == 0;
}

void notePatience(ThreadState& thread, bool hasPaid) noexcept {
  std::uint8_t& left = thread.patience.left;
  if (hasPaid)
    left = left < kMostPatience - kPaid ? static_cast<std::uint8_t>(left + kPaid) : kMostPatience;
  else if (left != 0)
    --left;
}

void passTime(std::uint64_t ns) noexcept {
  const std::uint64_t begin = clockNs();
  while (ticksSince(begin, clockNs()) < ns) relax();
}

}  // namespace gordian::runtime
