// What the memory of a lock itself says: free, or who holds it. The C library keeps the owner of a
// mutex and the writer of a reader-writer lock there, so this is the truth, whatever the runtime
// has missed.
#pragma once

#include <pthread.h>
#include <cstddef>
#include <cstdint>

namespace gordian::runtime {

struct LockWord {
  bool isKnown = false;  // false: the memory does not tell (elided, priority-protected, custom)
  bool isFree = false;
  std::uint32_t owner = 0;    // tid of the exclusive holder; 0: none, or not told
  std::uint32_t readers = 0;  // of a reader-writer lock
};

// `lock` is a Kind other than kSemaphoreKind in memory that can be read.
LockWord lockWordAt(const void* lock, std::uint8_t kind) noexcept;
// The same where the memory may be gone; not known then.
LockWord lockWordIfMapped(const void* lock, std::uint8_t kind) noexcept;

// Is the C library the one that this was built for? Only then are the members of its conditions and
// barriers, which no header tells, where they are looked for.
bool isLayoutKnown() noexcept;

// The round of a barrier that begins or is going on, from 1; 0: not known. Who came out of a round
// sees the next one.
std::uint32_t roundOf(const pthread_barrier_t& barrier) noexcept;

}  // namespace gordian::runtime
