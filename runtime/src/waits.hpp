// Publishing what a thread waits for. Called just before a call that really blocks, so it may cost
// a fraction of a microsecond, and after it; see gordian/recording/board.h.
#pragma once

#include "statistics.hpp"
#include "thread_state.hpp"

#include <gordian/recording/board.h>

namespace gordian::runtime {

struct WaitOn {
  recording::WaitKind kind = recording::kWaitNone;
  const void* object = nullptr;
  std::uint8_t lockKind = 0;
  std::uint32_t how = 0;           // How bits: mode, timed
  bool isShared = false;           // several processes use the object, which is no lock
  LockEntry* entry = nullptr;      // of a lock that is tracked
  CallContext* context = nullptr;  // of the call, when it is known
  const void* mutex = nullptr;     // of a condition
  LockEntry* mutexEntry = nullptr;
  std::uint32_t target = recording::kNoThread;  // of a join
  std::uint64_t detail = 0;
};

// The caller has set ThreadState::inside. Keeps errno. False: nothing new is published.
bool beginWait(ThreadState& thread, const WaitOn& on, const CallSite& site) noexcept;

[[gnu::always_inline]] inline void endWait(ThreadState& thread) noexcept {
  recording::BoardSlot* slot = thread.slot;
  if (slot == nullptr || (slot->sequence & 1) == 0) return;
  __atomic_store_n(&slot->sequence, slot->sequence + 1, __ATOMIC_RELEASE);
  if (thread.statistics != nullptr) blockEnds(thread);
}

// In a forked child: what the forking thread holds in memory that other processes share, it holds
// on to over there, in the parent. Published is that the child might give it up in its place.
void leaveSharedToParent(ThreadState& thread) noexcept;

// At the end of the calling thread: what it holds now nobody will ever release.
void leaveSlot(ThreadState& thread) noexcept;
// `lock` was released for `holder`, a thread that may be waiting. Registry lock held.
void noteReleasedByOther(ThreadState& holder, const void* lock) noexcept;

}  // namespace gordian::runtime
