// The threads of this process: who is alive, whose stack is where, which pthread_t is which thread.
#pragma once

#include "spin_lock.hpp"
#include "thread_state.hpp"

namespace gordian::runtime {

// The state of the calling thread, made at its first hook; null when the runtime is off, the thread
// is at its very end, or memory is short.
ThreadState* attach(const Birth* birth = nullptr) noexcept;
// While the runtime makes or ends the state of the calling thread: a signal handler passes through.
bool isBetweenLives() noexcept;
// Makes the end of a thread known to the runtime; called once, at start.
void prepareThreadEnds() noexcept;

// The thread whose stack holds `address`, or null. Registry lock held.
ThreadState* ownerOfStack(std::uintptr_t address) noexcept;

// What a joiner is told.
struct Joined {
  std::uint32_t thread = recording::kNoThread;  // … when unknown
  bool isUntold = false;                        // it has ended, and nothing of it is recorded …
  bool hasPassed = false;                       // … although it had come past once flags
  std::uint32_t parent = recording::kNoThread;  // as in Birth, of one that is untold
  std::uint32_t parentSegment = 0;
};
// Which thread `handle` is, which somebody is about to join. What is remembered of it stays until
// the join has ended; the handle itself may be another thread's by then.
std::uint32_t beginJoin(pthread_t handle) noexcept;
// Forgets it, unless the join has failed.
Joined endJoin(pthread_t handle, std::uint32_t thread, bool isJoined) noexcept;
// The thread has ended, and nothing of it is recorded.
void noteUntold(const ThreadState& thread, bool hasPassed) noexcept;
// Somebody joins it with a lock held: its uses are of interest.
void noteAwaited(std::uint32_t thread) noexcept;
std::uint32_t nextThreadId() noexcept;
std::uint32_t threadOf(pthread_t handle) noexcept;
// Both the creator and the new thread say so, whoever comes first. Of two threads that had the same
// handle one after the other the later, with the higher number, counts.
void rememberHandle(pthread_t handle, std::uint32_t thread) noexcept;

// All live threads. Registry lock held.
ThreadState* firstThread() noexcept;
std::uint64_t endedAcquisitions() noexcept;
std::uint64_t threadsSeen() noexcept;
std::uint64_t threadsAlive() noexcept;

// In a forked child: the calling thread is the only one.
void keepOnly(ThreadState* thread) noexcept;
// The threads of the parent that did not come along, as they were at the fork; a list by
// nextThread. They never change any more.
const ThreadState* vanishedThreads() noexcept;

void lockRegistry() noexcept;
void unlockRegistry() noexcept;

class RegistryLocked {
 public:
  RegistryLocked() noexcept { lockRegistry(); }
  ~RegistryLocked() { unlockRegistry(); }
  RegistryLocked(const RegistryLocked&) = delete;
  RegistryLocked& operator=(const RegistryLocked&) = delete;
};

}  // namespace gordian::runtime
