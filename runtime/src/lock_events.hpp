// What happens to locks: a first look at one, init, memory that goes away. Slow path only:
// functions here may unwind, take the runtime's own locks and grow the recording; the caller has
// set ThreadState::inside.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// The entry for a lock that `thread` asks for now; null when memory is short.
LockEntry* touchLock(ThreadState& thread, const void* lock, std::uint8_t kind, std::uint32_t how,
                     const CallSite& site, CallContext* context) noexcept;
// init was called: a new instance begins here.
void noteLockInit(ThreadState& thread, const void* lock, std::uint8_t kind, std::uint16_t flags,
                  const CallSite& site) noexcept;
// A semaphore was posted by a thread that does not hold it: it is a signal, not a lock.
void noteForeignPost(const ThreadState& thread, const void* semaphore) noexcept;
// Kills the locks on the part of the thread's stack that is no longer in use.
void stackShrunk(ThreadState& thread, const CallSite& site) noexcept;

}  // namespace gordian::runtime
