// The interned held sets of a thread, and how they begin anew when there is no more room for them
// (table_budget.hpp), in a forked child, or when memory is short.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// Bits beside a How that tell states apart: one of a carried rest, one after the lock was shared.
constexpr std::uint32_t kCarriedBit = 1u << 31;
constexpr std::uint32_t kSharedBit = 1u << 30;

// The lock of a held entry, whose state may be stale.
inline State& stateOf(const ThreadState& thread, const Held& held) noexcept {
  return thread.states[held.state & ~kStaleBit];
}

// The state after acquiring `entry` in `parent`; 0: there is no room.
std::uint32_t internState(ThreadState& thread, std::uint32_t parent, LockEntry* entry,
                          std::uint32_t how) noexcept;
// Room for one more, which may move all of them; false: the states must begin anew.
bool makeTransitionRoom(ThreadState& thread) noexcept;
bool makeStateRoom(ThreadState& thread) noexcept;
// The states begin anew; what is held stays held, and what was recorded of it is known. Without
// memory the thread is off.
void resetStates(ThreadState& thread) noexcept;
// Empty tables, with room for so many carried states; false: no memory.
bool beginStates(ThreadState& thread, std::uint32_t carried) noexcept;
// Nothing more is cached for this thread, and that is said.
void limitReached(ThreadState& thread) noexcept;

}  // namespace gordian::runtime
