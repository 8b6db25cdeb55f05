// CPython's big lock, for --stats: a flag behind a mutex and a condition. A thread that wants it
// waits on the condition, 5 ms at a time; whoever takes or drops it unlocks the mutex once. So it
// is recognised by the timed condition waits that come from the interpreter, and each unlock of its
// mutex is a take or a drop, in turn.
//
// The callers hold the GIL's mutex, which guards all of this.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// A timed wait on a condition is about to begin, called at `pc`.
void noteTimedWait(ThreadState& thread, const void* condition, const void* mutex,
                   const void* pc) noexcept;
// `lock` is about to be released.
void noteUnlock(ThreadState& thread, const void* lock) noexcept;
void forgetGil() noexcept;

}  // namespace gordian::runtime
