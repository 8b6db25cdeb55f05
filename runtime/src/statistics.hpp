// What --stats counts: for each thread and class of locks, how often and how long. Off unless
// GORDIAN_STATS is set; then ThreadState::statistics is there, and ThreadState::inside is never 0
// (kMeasured), so every acquisition and release takes the step-by-step way, which measures. The hot
// path has not one instruction for it.
//
// A thread writes its own counters only; what they add up to is written when it ends or the process
// does. All but the ticks is slow-path code; the caller has set kInside. errno is kept.
#pragma once

#include "thread_state.hpp"
#include "ticks.hpp"

namespace gordian::runtime {

// Of one thread, with the locks of one class, in one mode. Times are ticks.
struct Tally {
  std::uint32_t lockClass;  // lock_classes.hpp
  std::uint32_t next;       // of its bucket
  bool isShared;
  std::uint64_t acquisitions;
  std::uint64_t contended;
  std::uint64_t handOvers;
  std::uint64_t waits;
  std::uint64_t waited;
  std::uint64_t longestWait;
  std::uint64_t held;
  std::uint64_t longestHold;
  CallPlace longestAt;  // where that hold began
};

// The latest long wait for something else.
struct LongBlock {
  std::uint64_t begin = 0;
  CallPlace at{};
  const char* what = "";
};

struct Statistics {
  std::uint64_t begun = 0;
  std::uint64_t cpuBegun = 0;  // nanoseconds of CPU time until then
  std::uint64_t lockWait = 0;
  std::uint64_t spinWait = 0;
  std::uint64_t* since = nullptr;  // parallel to ThreadState::held; 0: not counted
  std::uint32_t sinceCapacity = 0;
  std::uint32_t tallyCount = 0;
  std::uint32_t tallyCapacity = 0;
  Tally* tallies = nullptr;
  std::uint32_t buckets[64] = {};  // index + 1
  Tally gil{};                     // gil.hpp
  std::uint64_t gilWaitBegun = 0;
  std::uint64_t blockBegun = 0;
  LongBlock block;   // that is going on
  LongBlock latest;  // that was long
};

// Called once, at start, when the environment asks for it; then every thread has Statistics.
void startStatistics(ThreadState& first) noexcept;
bool isMeasuring() noexcept;
void beginStatistics(ThreadState& thread) noexcept;
void freeStatistics(ThreadState& thread) noexcept;
// In a forked child: it begins anew.
void forgetStatistics(ThreadState* thread) noexcept;

// CPU time so far; 0 when it is not known.
std::uint64_t cpuNsOfThread(std::uint32_t tid) noexcept;
std::uint64_t cpuNsOfProcess() noexcept;

// The latest push was of `lock`. Release: held[at] is about to be taken off the stack.
void noteAcquired(ThreadState& thread, const void* lock) noexcept;
void noteReleased(ThreadState& thread, std::uint32_t at) noexcept;
void noteRemoved(ThreadState& thread, std::uint32_t at) noexcept;

// Around a wait for a lock. `state`: after the acquisition; 0: it is not tracked.
void lockWaitBegins(ThreadState& thread, std::uint32_t state) noexcept;
void lockWaitEnds(ThreadState& thread, std::uint32_t state, std::uint64_t begin,
                  bool isAcquired) noexcept;

// Around anything that blocks, for locks that are held meanwhile (GD306).
void blockBegins(ThreadState& thread, const char* what, const CallSite& site) noexcept;
void blockEnds(ThreadState& thread) noexcept;
const char* wordOfWait(recording::WaitKind kind) noexcept;

}  // namespace gordian::runtime
