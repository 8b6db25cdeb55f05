// Known dependencies that are seen again in a new segment: each of the first times is recorded, and
// from then on stretches of segments (lockgraph::Stretch), so that a loop of any length costs a
// bounded number of records for each dependency, and none of its occurrences is left out.
#pragma once

#include "order.hpp"

namespace gordian::runtime {

// `state` has a dependency and was not seen in this segment. Slow path.
void recordRevisit(ThreadState& thread, State& state) noexcept;

// At the end of the thread: stretches do not go on. The records lock is held.
void writeStretches(ThreadState& thread) noexcept;

}  // namespace gordian::runtime
