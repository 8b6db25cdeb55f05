// What the program itself says of its locks and threads (gordian/annotations.h): names, ranks,
// pairs that are never held together. Kept with the objects, so that each recording gets it. Slow
// path only; the caller has set ThreadState::inside.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// A copy that lives for ever, the same for equal names; null when there are too many.
const char* internName(const char* name) noexcept;

void nameLock(const void* lock, const char* name) noexcept;
void nameThread(ThreadState& thread, const char* name) noexcept;
void rankLock(const void* lock, int rank) noexcept;
void keepApart(const void* lock, const void* other) noexcept;
void publishLocks(const ThreadState& thread, const void* object, std::size_t size) noexcept;

// What is known of a lock whose record was just written. Records lock held.
void writeGiven(const LockEntry& entry) noexcept;

}  // namespace gordian::runtime
