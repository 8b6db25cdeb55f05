// The order that once flags and the guards of statics make: what the routine did lies before
// whatever a thread does once it has come past the flag.
//
// Only routines that record something count, and only the first time that a thread comes past one.
// So a routine gets segments of its own lazily, when the thread next takes the slow path
// (ThreadState::boundaryDue); and a thread keeps the flags that it knows. Nothing shared is written
// by who comes past.
#pragma once

#include "order.hpp"

namespace gordian::runtime {

// ThreadState::inside is set; errno is kept. The thread runs the routine of `flag` from here on,
// and it ran to its end: it is not done yet for others.
void routineBegins(ThreadState& thread, const void* flag) noexcept;
void routineEnds(ThreadState& thread, const void* flag) noexcept;

// The flag was done, by whomever else.
void noteComePast(ThreadState& thread, const void* flag) noexcept;

// Those that were not written because the thread was not (alike.hpp). The records lock is held.
void writePasses(ThreadState& thread) noexcept;
bool hasUnwrittenPasses(const ThreadState& thread) noexcept;

// That was noted, and nothing has changed about the flag.
inline bool hasPassed(const ThreadState& thread, const void* flag) noexcept {
  const Order* order = thread.order;
  if (order == nullptr || order->passed == nullptr) return false;
  const std::uint32_t mask = order->passedPlaces - 1;
  for (std::uint64_t at = hashAddress(flag) >> 32;; ++at) {
    const PassedFlag& known = order->passed[at & mask];
    if (known.flag == flag) return known.stamp == stampOf(flag);
    if (known.flag == nullptr) return false;
  }
}

void forgetOnces() noexcept;

}  // namespace gordian::runtime
