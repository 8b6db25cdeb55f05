// Who holds a lock, by the held stacks of all threads. Other threads change theirs while they are
// read: what is found was so a moment ago, and memory stays valid because it is replaced under the
// registry lock only.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

struct Holder {
  std::uint32_t thread = recording::kNoThread;  // number; kNoThread: nobody was found
  CallPlace place{};                            // of its acquisition; no context: not known
  std::uint32_t count = 0;                      // of all holds that were found, the caller's too
};

// The thread `tid` of this process and, where known, its hold of `lock`. Registry lock not held.
Holder holderByTid(std::uint32_t tid, const void* lock) noexcept;
// Any thread but `asking` that holds the instance `lock`.
Holder holderAmongOthers(const ThreadState& asking, const LockEntry& lock) noexcept;

// `lock` was released for its holder by another thread: the hold vanishes when the holder next
// takes the slow path.
void loseHold(std::uint32_t holder, const void* lock) noexcept;
// The calling thread's own part of that.
void dropLostHolds(ThreadState& thread) noexcept;

}  // namespace gordian::runtime
