// What a forked child finds locked for ever (GD106): a lock that another thread of the parent held
// at the fork. Of that thread the child has the memory and nothing else.
//
// Told only when the child asks for that very lock and the lock's own memory agrees: a child that
// runs another program, leaves, or makes its locks anew is innocent, and so are locks that the
// forking thread held itself (pthread_atfork).
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// The calling thread asks for `lock`, for the first time in this process or in a new way. Slow
// path; ThreadState::inside is set, no lock of the runtime is held. errno is kept.
void noteForkedUse(ThreadState& thread, LockEntry& lock, std::uint32_t how,
                   const CallSite& site) noexcept;

}  // namespace gordian::runtime
