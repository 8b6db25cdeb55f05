// Locks that are taken in a signal handler and also outside of one, where the signal can arrive
// (GD107). A handler is recognised by the kernel's frame on the stack, so nothing is interposed.
//
// Only where an acquisition is new, or was made by a handler before; the caller has set
// ThreadState::inside. What was taken outside before the first handler took it says nothing: the
// handler may not have been there yet.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// True: a handler asks. The next time it may be that of another signal, by the same calls.
bool noteHandlerUse(ThreadState& thread, LockEntry& lock, std::uint32_t how, const CallSite& site,
                    CallContext* context) noexcept;

// Is this call made by a signal handler?
bool isInSignalHandler(const CallSite& site) noexcept;

}  // namespace gordian::runtime
