// Soft order: who posted a semaphore or signalled a condition, and who came past it afterwards.
//
// Two acquisitions between which such a notice lies came one after the other in this run, which is
// worth knowing of a cycle (lockgraph's soft_order.hpp). The first few of each thread, object and
// direction are recorded, if anything else is; then a signal costs a look at one line of the
// thread's own. Left out: CPython's own (its locks, the GIL), futexes, barriers (whose order is
// hard, or not known).
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

struct KnownNotice {
  const void* object;
  std::uint32_t kind;
  std::uint32_t epoch;
  std::uint32_t count;
};
constexpr std::size_t kKnownNotices = 32;

// The calling thread is not inside the runtime; errno is kept. `kind`: recording::SignalKind.
// About to post or signal.
void noteGiven(std::uint32_t kind, const void* object) noexcept;
// It came past. `gaveUp`: by itself, not because of a post.
void noteTaken(ThreadState& thread, std::uint32_t kind, const void* object, bool gaveUp) noexcept;
// The records lock is held, the recording open: what came before everything else, if it is not
// written yet.
void writeEarlyNotices() noexcept;

// In a forked child nothing is recorded yet.
void forgetNotices() noexcept;

}  // namespace gordian::runtime
