// What `gordian run --stats` counted, as a recording tells it. Numbers that were read, no more: a
// share of two of them can be anything.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace gordian::recording {

// What one thread did with the locks of one class in one mode. Several of the same add up.
struct LockUse {
  lockgraph::ThreadId thread{};
  std::optional<lockgraph::LockId> lock;  // one of the class; none for CPython's big lock
  bool isShared = false;
  std::uint32_t locks = 0;         // of the class, so far
  std::uint64_t acquisitions = 0;  // reentrant ones apart
  std::uint64_t contended = 0;     // of these, after a wait
  std::uint64_t handOvers = 0;     // of these, from another thread; exclusive ones only
  std::uint64_t waits = 0;         // also those in vain
  std::uint64_t waitNs = 0, longestWaitNs = 0;
  std::uint64_t holdNs = 0, longestHoldNs = 0;
  lockgraph::StackId longestHold{};  // where it began; 0: unknown
  lockgraph::Sequence seen = 0;
};

struct ThreadTimes {
  lockgraph::ThreadId thread{};
  std::uint64_t lifeNs = 0, cpuNs = 0;
  std::uint64_t lockWaitNs = 0;  // of the life
};

struct ProcessTimes {
  std::uint64_t wallNs = 0, cpuNs = 0;
  std::uint64_t spinNs = 0;  // of cpuNs: in waits for spin locks
};

struct Statistics {
  std::vector<LockUse> uses;
  std::vector<ThreadTimes> threads;
  std::optional<ProcessTimes> process;  // none: it did not come to its end

  [[nodiscard]] bool isEmpty() const { return uses.empty() && threads.empty() && !process; }
};

}  // namespace gordian::recording
