// What happens to threads, and what is said of the recording itself. Slow path only; the caller has
// set ThreadState::inside.
#pragma once

#include "registry.hpp"
#include "thread_state.hpp"

namespace gordian::runtime {

void noteThreadBegin(ThreadState& thread) noexcept;
void noteThreadEnd(ThreadState& thread) noexcept;
void noteThreadName(std::uint32_t thread, const char* name) noexcept;
// Before create: what the child is to know of its parent.
void prepareBirth(ThreadState& thread, Birth& birth, const CallSite& site) noexcept;
void noteJoin(ThreadState& thread, const Joined& joined) noexcept;
// The same for a Python thread, by the lock that it took at its begin and gave up at its end.
void notePythonJoin(ThreadState& thread, const void* lockOfThread) noexcept;

// In the recording, and on stderr when no wrapper reads that.
void noteLimit(const char* text) noexcept;
void noteBlind(const char* text) noexcept;
void noteTest(ThreadState& thread, std::uint32_t kind, const char* name) noexcept;

}  // namespace gordian::runtime
