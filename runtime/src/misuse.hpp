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
// The lock is about to be destroyed. Inline part: can it be in use at all?
bool mayBeInUse(const void* lock, std::uint8_t kind) noexcept;
void noteDestruction(ThreadState& thread, const void* lock, std::uint8_t kind,
                     const CallSite& site) noexcept;
// Memory is about to go away, its locks with it: forgets them, and reports those that another
// thread holds.
enum class Memory : std::uint8_t { Readable, PerhapsUnmapped };
void noteMemoryGoes(ThreadState& thread, const void* start, std::size_t size, Memory memory,
                    const CallSite& site) noexcept;
// Called once, at start.
void prepareMisuse() noexcept;
// A wait on a condition without its mutex, and one that begins (conditions.hpp); it is followed by
// leaveCondition().
void noteWaitWithout(ThreadState& thread, const void* condition, const void* mutex,
                     std::uint8_t kind, const CallSite& site) noexcept;
void noteWaitBegins(ThreadState& thread, const void* condition, const void* mutex,
                    const CallPlace& place, const CallSite& site) noexcept;
// The thread ends: what does it still hold?
void noteEndHolding(ThreadState& thread) noexcept;

}  // namespace gordian::runtime
