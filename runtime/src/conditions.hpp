// Who waits on which condition with which mutex, now: for waits with a second mutex (GD305) and for
// mutexes that are destroyed while a waiter is to take them again (GD302).
//
// Bounded: where more conditions are waited on at once than there is room for, nothing is said of
// them. The caller has set ThreadState::inside.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

// One condition with one mutex.
struct ConditionWait {
  const void* condition = nullptr;
  const void* mutex = nullptr;
  std::uint32_t waiters = 0;                    // 0: free
  std::uint32_t thread = recording::kNoThread;  // the latest that came
  CallPlace place{};                            // and where it waits
};

// `now.thread` begins to wait. True when somebody is blocked on the same condition with another
// mutex; `other` tells who.
bool enterCondition(const ConditionWait& now, ConditionWait& other) noexcept;
void leaveCondition(const void* condition, const void* mutex) noexcept;
// Does anybody wait who is to take `mutex` again?
bool isAwaited(const void* mutex, ConditionWait& wait) noexcept;

// In a forked child nobody else waits.
void forgetWaits() noexcept;
void lockConditions() noexcept;
void unlockConditions() noexcept;

}  // namespace gordian::runtime
