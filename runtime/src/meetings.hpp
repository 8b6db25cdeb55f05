// Where threads meet that are no locks: joins, conditions, semaphores, barriers. Who waits there
// and holds something, who wakes them and what that one holds, and who needs which lock at all.
//
// Each (object, held set, kind) is recorded once for each thread and segment, through a small cache
// of the thread: a hit compares a few words of its own. Waits are recorded before they block, and
// only when something is held. Signals are recorded with nothing held too: they tell that the
// waker needs no lock. CPython's own conditions are left out.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// The calling thread is not inside the runtime; errno is kept.
// About to wait: `released` is the mutex that a condition wait gives up, or null.
void noteWait(std::uint32_t kind, const void* object, std::uint32_t flags, const void* released,
              const CallSite& site) noexcept;
void noteSignal(std::uint32_t kind, const void* object, const CallSite& site) noexcept;
// About to wait for the end of thread `joined`.
void noteJoinWait(std::uint32_t joined, std::uint32_t flags, const CallSite& site) noexcept;
// The address is another object from now on.
void noteObjectInit(const void* object) noexcept;
// A semaphore that begins above 0, or may have.
void noteCounting(const void* semaphore) noexcept;

// What the thread acquired with nothing held, of locks that others use too: when it ends, or the
// process. Slow path.
void writeUses(ThreadState& thread) noexcept;
// In a forked child nothing is recorded yet.
void forgetMeetings() noexcept;

}  // namespace gordian::runtime
