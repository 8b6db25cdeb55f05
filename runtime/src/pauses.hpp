// Pauses at the places of a plan, so that a deadlock that was predicted happens.
//
// A thread that is about to ask for the second lock of an edge lets time pass, until its partners
// are at theirs: each wants a lock that the next one holds. Then all go on, into the deadlock. A
// partner that waits for something else with a lock held (a join, a condition) is at its place once
// it waits. Nobody pauses for longer than the plan's bound, and a process not for longer than its
// budget; a pause is no hold and no wait, so that nothing is ever decided by it: what comes of it
// is one of the program's own schedules, and the deadlock is told by those who watch for all of
// them. (P. Joshi, C.-S. Park, K. Sen, M. Naik: A randomized dynamic program analysis technique for
// detecting real deadlocks, PLDI 2009.)
#pragma once

#include "plan_places.hpp"

namespace gordian::runtime {

// Before an acquisition; `how` as it is asked for. The caller has set ThreadState::inside and holds
// no lock of the runtime. Keeps errno.
void pauseBefore(ThreadState& thread, const State& state, std::uint32_t how, const CallSite& site,
                 const CallContext& context) noexcept;

// At a point that is known already, for a lock whose acquisition is not looked up yet (CPython's
// try, which must not be made with the GIL held); and that the next pauseBefore() of this lock, on
// this thread, is the same acquisition.
void pauseAtPoint(ThreadState& thread, const void* lock, int point, const CallSite& site) noexcept;
void doNotPauseAgain(const void* lock) noexcept;

// The thread's wait is published in its slot: is it one that others pause for?
void partnerWaits(ThreadState& thread, std::uint32_t frameCount) noexcept;

// In a forked child: those who paused are not here.
void forgetPauses() noexcept;
void lockPauses() noexcept;
void unlockPauses() noexcept;

}  // namespace gordian::runtime
