// What a thread has recorded of held sets that it had to forget when its tables were full: met
// again, they are not recorded again. A few bytes each where a state with its transitions takes two
// hundred.
//
// One is found by a hash of 64 bits over the path (locks, modes, ways), together with the lock
// asked for, among those of its own thread. Where there is no room for all, some are given up: what
// they stood for is recorded again when it is met again. Nothing is lost.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

struct WrittenState {
  std::uint64_t key;    // 0: free
  std::uint64_t count;  // how often it was taken, as far as that is not recorded
  std::uint32_t instance;
  std::uint32_t dependency;
  std::uint32_t segment;
  std::uint8_t revisits;
  bool useWritten;
};

// Before the states of the thread begin anew.
void keepWritten(ThreadState& thread) noexcept;
// `state` is new in the table: what is known of it.
void recallWritten(const ThreadState& thread, State& state) noexcept;
// Writes the counts. The records lock is held.
void writeKeptCounts(ThreadState& thread) noexcept;
void freeWritten(ThreadState& thread) noexcept;

}  // namespace gordian::runtime
