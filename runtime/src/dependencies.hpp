// Dependencies into the recording: each once, again in each new segment of its thread, and how
// often. Slow path only; the caller has set ThreadState::inside.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// `state` was (or is about to be) reached from its parent: a dependency when something is held.
void recordAcquisition(ThreadState& thread, State& state, const CallSite& site,
                       CallContext* context) noexcept;
// How often each dependency of the thread was taken since the last time.
void writeCounts(ThreadState& thread) noexcept;

}  // namespace gordian::runtime
