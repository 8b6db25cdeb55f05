// Writes the objects that other records refer to, each once per recording: stacks, locks, threads.
// The records lock is held.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// Ids in the current recording; 0 when it could not be written.
std::uint32_t writeStack(const recording::FrameRef* frames, std::size_t count, std::uint32_t flags,
                         const char* python, std::uint32_t pythonSize) noexcept;
std::uint32_t writePlace(const CallPlace& place) noexcept;
std::uint32_t writeLock(LockEntry& entry) noexcept;
void writeThread(ThreadState& thread) noexcept;
// The calling thread's name, where it is news.
void writeThreadName(ThreadState& thread) noexcept;
std::uint32_t nextDependencyId() noexcept;
// Has anything been recorded that an analysis could use?
bool anythingRecorded() noexcept;
std::uint32_t locksWritten() noexcept;
std::uint64_t threadsWritten() noexcept;
// In a new recording nothing is written yet.
void forgetWritten() noexcept;

void lockRecords() noexcept;
void unlockRecords() noexcept;

class RecordsLocked {
 public:
  RecordsLocked() noexcept { lockRecords(); }
  ~RecordsLocked() { unlockRecords(); }
  RecordsLocked(const RecordsLocked&) = delete;
  RecordsLocked& operator=(const RecordsLocked&) = delete;
};

}  // namespace gordian::runtime
