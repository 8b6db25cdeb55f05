// Writes what --stats counted into the recording, and begins to count anew. Slow path; no lock of
// the runtime is held, but for the registry's.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// At the end of the thread, or of the process. Registry lock held where it is another thread's.
void writeStatistics(ThreadState& thread) noexcept;
void writeProcessStatistics() noexcept;
// Is there anything to write a recording for? One thread alone waits for nobody.
bool wantsStatisticsWritten() noexcept;

// The process begins, or is a forked one.
void beginProcessStatistics() noexcept;

}  // namespace gordian::runtime
