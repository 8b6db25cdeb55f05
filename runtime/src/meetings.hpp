// Where threads meet that are no locks: joins, conditions, semaphores, barriers, futexes. Who waits
// there and holds something, who wakes them, what that one holds and asked for on its way, and who
// needs which lock at all.
//
// Each (object, held set, needs, kind) is recorded once for each thread and segment, through a
// small cache of the thread: a hit compares a few words of its own. Waits are recorded before they
// block, and only when something is held. Signals are recorded with nothing held too: they tell
// that the waker needs no lock. Conditions and futexes are signalled too often for that: theirs are
// recorded once the object is watched (watched.hpp), which is early enough, because their waits go
// on only after a signal. CPython's own conditions are left out.
#pragma once

#include "thread_state.hpp"
#include "watched.hpp"

namespace gordian::runtime {

// The calling thread is not inside the runtime; errno is kept.
// About to wait, perhaps: signals are of interest from now on …
void expectFutexWait(const void* word, std::uint32_t flags) noexcept;
// … and what comes after it where it was one. Then comes notePassed().
void noteFutexWait(const void* word, std::uint32_t flags, const CallSite& site) noexcept;
// About to wait for anything else; then comes notePassed(). `released`: the mutex that a condition
// wait gives up, which is off the held stack already, or null.
void noteWait(std::uint32_t kind, const void* object, std::uint32_t flags, LockEntry* released,
              const CallSite& site) noexcept;
void noteSignal(std::uint32_t kind, const void* object, const CallSite& site) noexcept;
// About to come to a barrier in this round (lock_word.hpp): to wake, and to wait.
void noteArrival(const void* barrier, std::uint32_t round, const CallSite& site) noexcept;
// About to wait for the end of thread `joined`.
void noteJoinWait(std::uint32_t joined, std::uint32_t flags, const CallSite& site) noexcept;
// The thread came out of a wait for something that is no lock.
void leaveAwait(ThreadState& thread) noexcept;
[[gnu::always_inline]] inline void notePassed(ThreadState& thread) noexcept {
  thread.waitedAt = momentOf(thread);
  thread.watchedThen = watchedCount.load(std::memory_order_relaxed);
  if (thread.awaits != nullptr) [[unlikely]]
    leaveAwait(thread);
}
// How many objects there were at that address before, as far as that is known.
std::uint32_t epochOf(const void* object) noexcept;
// The address is another object from now on.
void noteObjectInit(const void* object) noexcept;
// A semaphore that begins above 0, or may have.
void noteCounting(const void* semaphore) noexcept;

// In a forked child nothing is recorded yet.
void forgetMeetings() noexcept;

}  // namespace gordian::runtime
