// What the runtime remembers of the hard order of a thread, beside creates and joins: barriers
// (rounds.hpp), once flags (once_order.hpp), and dependencies seen again in new segments
// (revisits.hpp). Allocated when a thread first needs it; the lock path never looks here.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

struct Barrier;

// Consecutive rounds of a barrier, as the recording will have them.
struct Attendance {
  Barrier* barrier = nullptr;
  std::uint32_t number = 0;  // of the barrier then: entries are used again
  std::uint32_t lastUse = 0;
  std::uint32_t runs = 0;
  std::uint32_t round = 0;
  std::uint32_t count = 0;
  std::uint32_t segment = 0;
  std::uint32_t stride = 0;
  std::uint32_t writtenCount = 0;
  bool isLeftWritten = false;
  bool isGivenUp = false;  // no more is recorded
};

// A routine that runs. Exceptions end it without a word: then it lies below a later one, or above
// the one that ends, and is dropped.
struct Routine {
  const void* flag = nullptr;
  std::uint32_t segment = 0;  // before it
  bool wasDue = false;        // ThreadState::boundaryDue before it
};

// A flag that the thread has come past.
struct PassedFlag {
  const void* flag = nullptr;
  std::uint32_t stamp = 0;
  std::uint32_t once = 0;     // number of the routine that had run …
  std::uint32_t segment = 0;  // … where that is not written yet: of the thread, from then on
};

// A dependency that is not noted segment by segment any more.
struct Revisited {
  std::uint32_t dependency = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t stretches = 0;
  std::uint64_t residues = 0;
};

constexpr std::size_t kAttendances = 8;
constexpr std::size_t kRoutines = 8;

struct Order {
  Attendance attendances[kAttendances];
  Attendance* waiting = nullptr;  // it is at this barrier …
  std::uint32_t waitingIn = 0;    // … since this segment
  std::uint32_t uses = 0;
  bool isCut = false;
  std::uint32_t routineCount = 0;
  Routine routines[kRoutines];
  PassedFlag* passed = nullptr;
  std::uint32_t passedPlaces = 0;
  std::uint32_t passedCount = 0;
  Revisited* revisited = nullptr;
  std::uint32_t revisitedPlaces = 0;
  std::uint32_t revisitedCount = 0;
};

// Null when memory is short.
Order* orderOf(ThreadState& thread) noexcept;
void freeOrder(ThreadState& thread) noexcept;

// Not every order event of the thread is recorded from this segment on: what is not known refutes
// nothing. The records lock is not held.
void noteOrderCut(ThreadState& thread, std::uint32_t segment) noexcept;

// Writes what the thread has not yet said of its barriers and stretches. At its end (`isEnd`)
// nothing more comes. The records lock is held.
void writeOrder(ThreadState& thread, bool isEnd) noexcept;
// In a forked child nothing is recorded yet.
void forgetOrder(ThreadState* thread) noexcept;

}  // namespace gordian::runtime
