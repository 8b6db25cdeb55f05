// Locks used against their rules: released by somebody who does not hold them (GD301), destroyed
// while held (GD302), still held when their thread ends (GD303).
//
// Said only when certain: the lock's own memory must agree (lock_word.hpp). What the runtime did
// not see (a lock taken before it was loaded, by a call past it, before a fork) is no misuse.
// Slow path only; the caller has set ThreadState::inside. errno is kept.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// A release of what is not the innermost hold, before it happens: takes it off the held stack, or
// reports that the thread does not hold it.
void releaseBelow(ThreadState& thread, const void* lock, std::uint8_t kind,
                  const CallSite& site) noexcept;
// The thread ends: what does it still hold?
void noteEndHolding(ThreadState& thread) noexcept;

}  // namespace gordian::runtime
