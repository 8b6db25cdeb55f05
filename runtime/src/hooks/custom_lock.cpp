#include "custom_lock.hpp"

#include <iterator>

namespace gordian::runtime {

namespace {

std::uint8_t kindFor(std::uint32_t how) noexcept {
  return static_cast<std::uint8_t>(kCustomBit | ((how & kShared) != 0 ? kRwLockKind : kMutexKind));
}

// What was said before an acquisition, taken back; false: nothing.
bool takeAsked(ThreadState& thread, const void* lock, Pending& pending) noexcept {
  for (std::uint32_t i = thread.askedCount; i-- > 0;) {
    if (thread.asked[i].held.lock != lock) continue;
    pending = thread.asked[i];
    for (; i + 1 < thread.askedCount; ++i) thread.asked[i] = thread.asked[i + 1];
    --thread.askedCount;
    return true;
  }
  return false;
}

void keepAsked(ThreadState& thread, const Pending& pending) noexcept {
  if (thread.askedCount == std::size(thread.asked)) {  // never ended: a jump went over them
    for (std::uint32_t i = 1; i < thread.askedCount; ++i) thread.asked[i - 1] = thread.asked[i];
    --thread.askedCount;
  }
  thread.asked[thread.askedCount++] = pending;
}

}  // namespace

void customCreate(const void* lock, const char* name, std::uint8_t kind,
                  const CallSite& site) noexcept {
  noteInit(lock, kind, recording::kLockCustom, site);
  ThreadState* thread = enter();
  if (thread == nullptr || name == nullptr) return;
  const int error = errno;
  {
    const Inside inside(*thread);
    nameLock(lock, name);
  }
  errno = error;
}

void customDestroy(const void* lock, const CallSite& site) noexcept {
  if (ThreadState* thread = enter()) {
    const Inside inside(*thread);
    noteDestruction(*thread, lock, kCustomBit, site);
  }
  noteDestroy(lock);
}

void customBefore(const void* lock, std::uint32_t how, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr || (how & kTry) != 0) return;
  Pending pending = beforeAcquire(*thread, lock, kindFor(how), how, site);
  pending.held.lock = lock;
  pending.how = how;
  const LockEntry* entry = entryOf(*thread, pending);
  const auto kind = static_cast<std::uint8_t>(kindFor(how) & ~kCustomBit);
  beginLockWait(*thread, pending, entry != nullptr ? entry->kind : kind, site, ownerUnknown());
  const Inside inside(*thread);
  keepAsked(*thread, pending);
}

void customAcquired(const void* lock, std::uint32_t how, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return;
  Pending pending;
  bool isAsked = false;
  {
    const Inside inside(*thread);
    isAsked = takeAsked(*thread, lock, pending);
    if (isAsked) endWait(*thread);
  }
  if (!isAsked) pending = beforeAcquire(*thread, lock, kindFor(how), how, site);
  afterAcquire(*thread, pending);
}

void customFailed(const void* lock) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return;
  const Inside inside(*thread);
  Pending pending;
  if (takeAsked(*thread, lock, pending)) endWait(*thread);
}

void customReleased(const void* lock, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return;
  const Inside inside(*thread);
  if (thread->depth() != 0 && thread->held[thread->depth() - 1].lock == lock)
    pop(*thread, lock);
  else
    releaseBelow(*thread, lock, kCustomBit, site);
}

int customReleasedAll(const void* lock, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return 1;
  const Inside inside(*thread);
  int count = 0;
  while (pop(*thread, lock)) ++count;
  if (count == 0) releaseBelow(*thread, lock, kCustomBit, site);
  return count == 0 ? 1 : count;
}

}  // namespace gordian::runtime
