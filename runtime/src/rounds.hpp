// Rounds of pthread barriers: who came to which one, in which segment.
//
// Only barriers whose initialisation was seen, of one process. A thread counts itself in before it
// waits, and when it is let go all of its round must have been counted: where that fails, somebody
// came unseen (or a handler jumped), and nothing that is said of the barrier counts. Consecutive
// rounds in segments of equal distance are one run, which is written when it begins, when the
// distance is known, and before anything else that is recorded of the thread: a million rounds cost
// a few records. The number of records is bounded; a thread whose part in it is not recorded any
// more says so.
#pragma once

#include "order.hpp"

namespace gordian::runtime {

// ThreadState::inside is set where a thread is given; errno is kept.
void noteBarrierInit(const void* barrier, std::uint32_t parties, bool isShared) noexcept;
void noteBarrierDestroy(const void* barrier) noexcept;

// Before and after the real wait.
void comeToBarrier(ThreadState& thread, const void* barrier) noexcept;
void leaveBarrier(ThreadState& thread, bool isLetGo) noexcept;
// A hook that passes through.
void noteUnseenAtBarrier(const void* barrier) noexcept;

// The records lock is held.
void writeRounds(ThreadState& thread, bool isEnd) noexcept;
void forgetBarriers() noexcept;

void lockBarriers() noexcept;
void unlockBarriers() noexcept;

}  // namespace gordian::runtime
