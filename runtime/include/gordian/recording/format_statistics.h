// The records of the recording (format.h) that only --stats writes: kLockStats, kThreadStats,
// kProcessStats. Times are nanoseconds.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
namespace gordian::recording {
#endif

enum LockStatsFlags { kStatsShared = 1, kStatsGil = 2 };

// With --stats: what `thread` did with the locks of one class, of which `lock` is one, in one mode.
// Written when the thread or the process ends; those of one thread and lock add up. kStatsGil:
// CPython's big lock; then `lock` is 0.
struct LockStatsRecord {
  uint32_t thread;
  uint32_t lock;
  uint32_t flags;         // LockStatsFlags
  uint32_t locks;         // of the class, in the process, so far
  uint64_t acquisitions;  // reentrant ones apart
  uint64_t contended;     // of these, after a wait
  uint64_t handOvers;     // of these, from another thread; exclusive ones only
  uint64_t waits;         // also those in vain
  uint64_t waitNs;
  uint64_t longestWaitNs;
  uint64_t holdNs;
  uint64_t longestHoldNs;
  uint32_t longestHoldStack;  // where that hold began; 0: unknown
  uint32_t reserved;
};

struct ThreadStatsRecord {
  uint32_t thread;
  uint32_t reserved;
  uint64_t lifeNs;  // as far as it was recorded
  uint64_t cpuNs;
  uint64_t lockWaitNs;  // of the life, with the waits for CPython's big lock
};

struct ProcessStatsRecord {
  uint64_t wallNs;
  uint64_t cpuNs;
  uint64_t spinNs;  // of cpuNs: in waits for spin locks
};

#ifdef __cplusplus
}  // namespace gordian::recording
#endif
