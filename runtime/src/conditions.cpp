#include "conditions.hpp"

#include "lock_word.hpp"
#include "spin_lock.hpp"

#include <cstring>

namespace gordian::runtime {

namespace {

constexpr std::size_t kBuckets = 256;
constexpr std::size_t kWays = 4;

struct Bucket {
  ConditionWait ways[kWays];
  bool overflowed;  // once there was no room: nothing is certain any more
};

SpinLock guard;
Bucket table[kBuckets];

Bucket& bucketOf(const void* condition) noexcept {
  return table[(hashAddress(condition) >> 40) % kBuckets];
}

// How many are blocked and were not signalled yet. A waiter that was woken is still in our table
// until it has its mutex again, but no longer binds the condition to it.
std::uint32_t blockedOn(const void* condition) noexcept {
  constexpr unsigned kShared = 1;  // of __wrefs: other processes may wait too
  if (!isLayoutKnown()) return 0;
  const auto& data = static_cast<const pthread_cond_t*>(condition)->__data;
  if ((__atomic_load_n(&data.__wrefs, __ATOMIC_RELAXED) & kShared) != 0) return 0;
  std::uint64_t sequence = 0;
  std::uint64_t start = 0;
  std::memcpy(&sequence, &data.__wseq, sizeof sequence);
  std::memcpy(&start, &data.__g1_start, sizeof start);
  const unsigned newer = sequence & 1;
  const unsigned size = __atomic_load_n(&data.__g1_orig_size, __ATOMIC_RELAXED) >> 2;
  const auto signedSize = [&](unsigned group) {
    return static_cast<std::int32_t>(__atomic_load_n(&data.__g_size[group], __ATOMIC_RELAXED));
  };
  const auto inNewer = static_cast<std::int32_t>((sequence >> 1) - (start >> 1) - size);
  const std::int64_t blocked = std::int64_t{inNewer} + signedSize(newer) + signedSize(newer ^ 1);
  return blocked > 0 ? static_cast<std::uint32_t>(blocked) : 0;
}

}  // namespace

bool enterCondition(const ConditionWait& now, ConditionWait& other) noexcept {
  const Locked locked(guard);
  Bucket& bucket = bucketOf(now.condition);
  ConditionWait* own = nullptr;
  ConditionWait* free = nullptr;
  const ConditionWait* foreign = nullptr;
  for (ConditionWait& way : bucket.ways) {
    if (way.waiters == 0)
      free = &way;
    else if (way.condition == now.condition && way.mutex == now.mutex)
      own = &way;
    else if (way.condition == now.condition)
      foreign = &way;
  }
  const std::uint32_t alike = own != nullptr ? own->waiters : 0;
  if (own == nullptr) own = free;
  if (own == nullptr) {
    bucket.overflowed = true;
    return false;
  }
  *own = now;
  own->waiters = alike + 1;
  if (foreign == nullptr || bucket.overflowed || blockedOn(now.condition) <= alike) return false;
  other = *foreign;
  return true;
}

void leaveCondition(const void* condition, const void* mutex) noexcept {
  if (condition == nullptr) return;
  const Locked locked(guard);
  for (ConditionWait& way : bucketOf(condition).ways)
    if (way.waiters != 0 && way.condition == condition && way.mutex == mutex) {
      --way.waiters;
      return;
    }
}

bool isAwaited(const void* mutex, ConditionWait& wait) noexcept {
  const Locked locked(guard);
  for (const Bucket& bucket : table)
    for (const ConditionWait& way : bucket.ways)
      if (way.waiters != 0 && way.mutex == mutex) {
        wait = way;
        return true;
      }
  return false;
}

void forgetWaits() noexcept {
  std::memset(static_cast<void*>(table), 0, sizeof table);
}

void lockConditions() noexcept {
  guard.lock();
}
void unlockConditions() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
