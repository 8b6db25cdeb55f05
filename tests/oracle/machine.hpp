// One state of a running program and its steps: the meaning of the programs, for both the explorer
// and the recorder.
//
// Locks behave as glibc's do. A reader passes waiting writers, but of the kind that prefers them it
// waits behind every other thread that waits to write; that such a thread has begun to wait is a
// step of its own. A writer that asks again for its lock is refused; a reader that asks to write
// waits for itself. A timed acquisition that finds the lock taken may give up. A thread that a
// condition wakes still has to take its mutex; there are no spurious wake-ups.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "program.hpp"

namespace gordian::oracle {

// What a thread does at its next operation, before it is through.
enum class Phase : std::uint8_t {
  None,
  Asking,   // it waits to write: readers of the kind that prefers writers wait behind it
  Asleep,   // at a condition, without its mutex
  Woken,    // … and takes it again
  Meeting,  // at the barrier
};

// Sixty-four bytes without gaps, compared as such. Held: shared holds, and 16 for each exclusive.
struct State {
  std::array<std::uint8_t, kMaxThreads> pc{};
  std::array<Phase, kMaxThreads> phase{};
  std::array<std::uint8_t, kMaxThreads> inRoutine{};  // the next operation there, from 1; 0: none
  std::array<std::array<std::uint8_t, kMaxLocks>, kMaxThreads> held{};
  std::array<std::uint16_t, kMaxThreads> createdUnder{};  // held set of the creator, as a number
  std::array<std::uint8_t, kMaxSemaphores> posts{};
  std::uint8_t started = 1;  // bit by thread
  std::uint8_t done = 0;     // bit by flag
  std::uint8_t isSet = 0;    // bit by condition
  std::array<std::uint8_t, 7> unused{};

  friend bool operator==(const State& a, const State& b) {
    return std::memcmp(&a, &b, sizeof(State)) == 0;
  }
};
static_assert(sizeof(State) == 64);

// Of what a program cannot rely on: without it, more can happen. (Judge asks why something cannot.)
struct Loosened {
  bool soft = false;   // semaphores, conditions, and barriers of changing teams keep nobody waiting
  bool tries = false;  // a try or a timed acquisition may fail for no reason
  std::optional<Op> kept{};  // but at the object of this operation they do
};

class Machine {
 public:
  explicit Machine(const Program& program, Loosened loosened = {});

  State begin() const;
  bool isFinished(const State& state, std::size_t thread) const;
  bool isAllFinished(const State& state) const;
  const Op& next(const State& state, std::size_t thread) const;
  // Where that operation stands: different for all operations of a thread, and for taking a mutex
  // again after a wait.
  std::size_t place(const State& state, std::size_t thread) const;
  // The thread asks for a lock, and waits if it is taken. The lock, or the flag's number as one.
  bool isAsking(const State& state, std::size_t thread) const;
  std::uint8_t wanted(const State& state, std::size_t thread) const;
  // `other`, which may be the thread itself, holds what `thread` asks for in a way that keeps it
  // out; or in a way that keeps a writer out behind which `thread` waits.
  bool keepsOut(const State& state, std::size_t other, std::size_t thread) const;
  bool canStep(const State& state, std::size_t thread) const;
  // All that can come of the thread's next step; appended.
  void step(const State& state, std::size_t thread, std::vector<State>& to) const;

 private:
  bool isLoose(const Op& op) const;
  bool isOutside(const State& state, std::size_t thread) const;
  bool isShared(const State& state, std::size_t thread) const;
  bool isRefused(const State& state, std::size_t thread) const;
  bool isFree(const State& state, std::size_t thread) const;
  bool waitsBehindWriter(const State& state, std::size_t thread) const;
  bool wantsToAsk(const State& state, std::size_t thread) const;
  void take(State& state, std::size_t thread) const;
  void goOn(State& state, std::size_t thread) const;
  void release(State& state, std::size_t thread, std::uint8_t lock) const;
  void meet(State& state, std::size_t thread) const;
  void wait(State& state, std::size_t thread) const;
  void signal(const State& state, std::size_t thread, std::vector<State>& to) const;

  const Program& program_;
  Loosened loosened_;
  bool isUneven_;
};

// The held set of a thread as a number: by lock not at all, shared, exclusive.
std::uint16_t heldNumber(const State& state, std::size_t thread);
inline bool holds(const State& state, std::size_t thread, std::size_t lock) {
  return state.held[thread][lock] != 0;
}

}  // namespace gordian::oracle
