// Turns a snapshot into the question lockgraph answers: who of these can never continue?
//
// What the board does not tell, the caller knows from the system: processes that are gone, threads
// without a slot, signals, who maps the memory of an object, the other ends of pipes. Without that
// knowledge a wait for a post in shared memory, for a pipe or for a process is never judged.
//
// A thread that was woken but did not get a processor yet still stands on the board as a waiter,
// for as long as the machine is busy or the process is stopped: `refine` has to ask the system
// whether the thread sleeps, and to let it run (waitsFor = Nothing) when it does not.
#pragma once

#include <gordian/lockgraph/wait_for.hpp>

#include "snapshot.hpp"

namespace gordian::board {

struct ProcessFacts {
  bool gone = false;            // no such process any more: what its threads hold stays held
  bool unknownPosters = false;  // threads that have no slot, caught signals
};

struct Situation {  // lives in the arena. Thread i is slot i of the snapshot.
  lockgraph::WaitForInput input;
  lockgraph::LiveThread* threads = nullptr;  // may be refined
  lockgraph::LiveProcess* processes = nullptr;
  const std::uint32_t* pids = nullptr;  // of the processes, ascending
};

struct Knowledge {  // both functions may be null
  ProcessFacts (*process)(void* context, const Snapshot& snapshot, std::uint32_t pid) = nullptr;
  // May change what the thread waits for, `scope` and `posters`; called for those that wait.
  // Sets `ownerGone` where the lock itself names, now, an owner that exists no more: the one in
  // BoardWait::detail is that of the moment when the wait began.
  void (*refine)(void* context, const Situation& situation, const SlotCopy& slot,
                 lockgraph::LiveThread& thread) = nullptr;
  void* context = nullptr;
};

// Bytes that describe() takes of an arena.
std::size_t situationSize(const Snapshot& snapshot);

// False when the arena is too small.
bool describe(const Snapshot& snapshot, const Knowledge& knowledge, Arena& arena,
              Situation& situation);

// Index of a process in `situation`; lockgraph::kNobody: none of its threads is there.
std::uint32_t findProcess(const Situation& situation, std::uint32_t pid);

// A snapshot with what follows from it.
struct Look {  // lives in the arena
  Snapshot snapshot;
  Situation situation;
  lockgraph::WaitForResult result;
};

// Bytes that look() needs, generously; it can be too little when the board grows meanwhile.
std::size_t lookSize(const BoardView& view);

// Reads the board and reduces what is there. False when it is no board or the arena is too small.
bool look(const BoardView& view, const Knowledge& knowledge, Arena& arena, Look& now);

// True when `hang` of the look `now` was there in an earlier look, too: its threads were dead in
// the same waits and, where it depends on posts, so were all threads that are dead now.
bool isConfirmed(const Look& before, const Look& now, const lockgraph::Hang& hang);

}  // namespace gordian::board
