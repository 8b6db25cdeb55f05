#include "holders.hpp"

#include "registry.hpp"
#include "waits.hpp"

namespace gordian::runtime {

namespace {

template <typename T>
T peek(const T& word) noexcept {
  return __atomic_load_n(&word, __ATOMIC_RELAXED);
}

std::uint32_t depthOf(const ThreadState& thread) noexcept {
  const auto depth = static_cast<std::uint32_t>(peek(thread.top) - thread.held);
  return depth <= thread.heldCapacity ? depth : thread.heldCapacity;
}

bool isInstance(const ThreadState& thread, const Held& held, const LockEntry& lock) noexcept {
  const std::uint32_t state = peek(held.state) & ~kStaleBit;
  return state < thread.stateCapacity && thread.states[state].instance == lock.instance;
}

// The innermost hold of the lock, or null. Registry lock held.
const Held* holdOf(const ThreadState& thread, const void* lock) noexcept {
  for (std::uint32_t i = depthOf(thread); i-- > 0;)
    if (peek(thread.held[i].lock) == lock) return &thread.held[i];
  return nullptr;
}

}  // namespace

Holder holderByTid(std::uint32_t tid, const void* lock) noexcept {
  const RegistryLocked locked;
  for (const ThreadState* thread = firstThread(); thread != nullptr; thread = thread->nextThread) {
    if (thread->tid != tid) continue;
    const Held* hold = holdOf(*thread, lock);
    return {thread->id, hold != nullptr ? hold->place : CallPlace{}, hold != nullptr ? 1u : 0u};
  }
  return {};
}

Holder holderAmongOthers(const ThreadState& asking, const LockEntry& lock) noexcept {
  Holder found;
  const RegistryLocked locked;
  for (const ThreadState* thread = firstThread(); thread != nullptr; thread = thread->nextThread)
    for (std::uint32_t i = depthOf(*thread); i-- > 0;) {
      const Held& held = thread->held[i];
      if (peek(held.lock) != lock.address || !isInstance(*thread, held, lock)) continue;
      ++found.count;
      if (thread == &asking || found.thread != recording::kNoThread) continue;
      found.thread = thread->id;
      found.place = held.place;
    }
  return found;
}

void loseHold(std::uint32_t holder, const void* lock) noexcept {
  const RegistryLocked locked;
  for (ThreadState* thread = firstThread(); thread != nullptr; thread = thread->nextThread) {
    if (thread->id != holder) continue;
    const Held* hold = holdOf(*thread, lock);
    if (hold == nullptr) return;
    noteReleasedByOther(*thread, lock);
    for (LostHold& lost : thread->lost) {
      if (lost.lock.load(std::memory_order_relaxed) != nullptr) continue;
      lost.serial.store(peek(hold->serial), std::memory_order_relaxed);
      lost.lock.store(lock, std::memory_order_release);
      return;
    }
    return;  // more than are kept: that hold stays, as it did in the program's own eyes
  }
}

void dropLostHolds(ThreadState& thread) noexcept {
  for (LostHold& lost : thread.lost) {
    const void* lock = lost.lock.load(std::memory_order_acquire);
    if (lock == nullptr) continue;
    popSerial(thread, lock, lost.serial.load(std::memory_order_relaxed));
    lost.lock.store(nullptr, std::memory_order_release);
  }
}

}  // namespace gordian::runtime
