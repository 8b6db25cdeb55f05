// One state of a running program and its steps: the meaning of the programs, for both the explorer
// and the recorder.
#pragma once

#include <array>
#include <cstdint>

#include "program.hpp"

namespace gordian::oracle {

inline constexpr std::size_t kMaxThreads = 4;
inline constexpr std::size_t kMaxLocks = 6;  // with once flags
inline constexpr std::size_t kMaxSemaphores = 2;

enum class Held : std::uint8_t { No, Shared, Exclusive };

struct State {
  std::array<std::uint8_t, kMaxThreads> pc{};
  std::array<bool, kMaxThreads> isStarted{true};
  std::array<std::array<Held, kMaxLocks>, kMaxThreads> held{};
  std::array<std::uint32_t, kMaxThreads> createdUnder{};  // held set of the creator, as a number
  std::array<std::uint8_t, kMaxSemaphores> posts{};
  std::array<bool, kMaxThreads> isAtBarrier{};
  std::array<std::uint8_t, kMaxThreads> inRoutine{};  // the next operation there, from 1; 0: none
  std::array<bool, kMaxLocks> isDone{};               // by flag

  friend auto operator<=>(const State&, const State&) = default;
};

class Machine {
 public:
  explicit Machine(const Program& program) : program_(program) {}

  bool isFinished(const State& state, std::size_t thread) const;
  bool isAllFinished(const State& state) const;
  const Op& next(const State& state, std::size_t thread) const;
  // Where that operation stands: different for all operations of a thread.
  std::size_t place(const State& state, std::size_t thread) const;
  // The lock that the next operation waits for, or the flag's number as one.
  std::uint8_t wanted(const State& state, std::size_t thread) const;
  // `other` holds the lock that `thread` asks for next in a way that keeps it out.
  bool keepsOut(const State& state, std::size_t other, std::size_t thread) const;
  bool canStep(const State& state, std::size_t thread) const;
  State step(State state, std::size_t thread) const;

 private:
  bool isFree(const State& state, std::size_t thread) const;
  State meet(State state, std::size_t thread) const;

  const Program& program_;
};

// The held set of a thread as a number.
std::uint32_t heldNumber(const State& state, std::size_t thread);

}  // namespace gordian::oracle
