// The life of the process: start, fork, end.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// False before the start, when disabled, and once the end has begun.
bool isObserving() noexcept;
// The pid of this process, without a call into the kernel.
std::uint32_t ownProcess() noexcept;

// False in a child made by fork behind our back (raw clone, _Fork): the memory is a copy.
bool isThisProcess() noexcept;
// First thing on every slow path: notices that this is a forked child nobody told us about, and
// begins a segment that is due. False: go no further. In a copy of several threads what the others
// were at is half done, in the runtime and in what it calls (the dynamic linker's lock).
[[nodiscard]] bool enterSlowPath(ThreadState& thread) noexcept;
// Is this the memory of a process that was forked, by whatever call?
bool isForked() noexcept;
// Everything inherited that belongs to the parent is dropped; `thread` is the only thread.
void becomeChild(ThreadState* thread) noexcept;

// Writes what is still in memory and closes the recording. Once; later calls do nothing, and so
// does a call in a vfork child.
void finishProcess(bool quick) noexcept;

// A test listener has reported the findings already.
void setFindingsReported() noexcept;

}  // namespace gordian::runtime
