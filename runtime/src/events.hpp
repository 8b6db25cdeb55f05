// What happened, turned into records. Slow path only: every function here may unwind, lock the
// runtime's own locks and grow the recording; the caller has set ThreadState::inside.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// First thing on every slow path: notices that this is a forked child nobody told us about.
void enterSlowPath(ThreadState& thread) noexcept;

// The entry for a lock that `thread` asks for now; null when memory is short.
LockEntry* touchLock(ThreadState& thread, const void* lock, std::uint8_t kind, const CallSite& site,
                     CallContext* context) noexcept;
// init was called: a new instance begins here.
void noteLockInit(ThreadState& thread, const void* lock, std::uint8_t kind, std::uint16_t flags,
                  const CallSite& site) noexcept;
// A semaphore was posted by a thread that does not hold it: it is a signal, not a lock.
void noteForeignPost(const ThreadState& thread, const void* semaphore) noexcept;

// `state` was (or is about to be) reached from its parent: a dependency when something is held.
void recordAcquisition(ThreadState& thread, State& state, const CallSite& site,
                       CallContext* context) noexcept;

void noteThreadBegin(ThreadState& thread) noexcept;
void noteThreadEnd(ThreadState& thread) noexcept;
void noteThreadName(std::uint32_t id, const char* name) noexcept;
// Before create: what the child is to know of its parent.
void prepareBirth(ThreadState& thread, Birth& birth, const CallSite& site) noexcept;
void noteJoin(ThreadState& thread, std::uint32_t joined) noexcept;
// The same for a Python thread, by the lock that it took at its begin and gave up at its end.
void notePythonJoin(ThreadState& thread, const void* lockOfThread) noexcept;

void noteLimit(const char* text) noexcept;
void noteBlind(const char* text) noexcept;
void noteTest(ThreadState& thread, std::uint32_t kind, const char* name) noexcept;
// How often each dependency of the thread was taken since the last time.
void writeCounts(ThreadState& thread) noexcept;
// Kills the locks on the part of the thread's stack that is no longer in use.
void stackShrunk(ThreadState& thread, std::uintptr_t cfa) noexcept;

// Has anything been recorded that an analysis could use?
bool anythingRecorded() noexcept;

void lockEvents() noexcept;
void unlockEvents() noexcept;

}  // namespace gordian::runtime
