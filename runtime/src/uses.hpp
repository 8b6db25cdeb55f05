// What threads acquire with nothing held: no dependency, but what a joiner or a waiter may hold.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// Of locks that others use too: when the thread ends, or the process, or when the thread's states
// begin anew. Slow path.
enum class UsesAt { End, Reset };
void writeUses(ThreadState& thread, UsesAt moment) noexcept;
// The first use of each lock that `thread` holds: who made it may have ended before anybody else
// asked for the lock, and then has not written it. The records lock is held.
void writeFirstUses(ThreadState& thread) noexcept;
// The same for one lock. The records lock is held.
void writeFirstUse(LockEntry& entry) noexcept;
// In a forked child nothing is recorded yet.
void forgetUses() noexcept;

}  // namespace gordian::runtime
