// The thread that a lock of the C library names as its owner, in the memory of another process.
#pragma once

#include <gordian/lockgraph/lock_kind.hpp>

#include <cstdint>

namespace gordian::cli::outside {

struct GlibcRwLock {  // the beginning of pthread_rwlock_t
  std::uint32_t readers, writers, phase, writersFutex, pad3, pad4, writer;
};

// Mutexes, and reader-writer locks that are written. 0: it is free, or that is not known.
std::uint32_t ownerOfLock(std::uint32_t pid, std::uint64_t address, lockgraph::LockKind kind);

// Of a mutex. `isInheriting`: known to have its owner in the lock word.
std::uint32_t ownerOfMutex(std::uint32_t pid, std::uint64_t address, bool isInheriting);

}  // namespace gordian::cli::outside
