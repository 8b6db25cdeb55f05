#include "gil.hpp"

#include "modules.hpp"
#include "python.hpp"
#include "records.hpp"
#include "statistics.hpp"

namespace gordian::runtime {

namespace {

struct Gil {
  std::atomic<const void*> mutex{nullptr};
  const void* condition = nullptr;
  bool isHeld = false;
  std::uint32_t holder = recording::kNoThread;  // the latest
  std::uint32_t unlocker = recording::kNoThread;
  std::uint64_t since = 0;  // the latest take
};

Gil gil;

// The interpreter's other conditions are members of objects on the heap.
bool isStatic(const void* object) noexcept {
  const RecordsLocked locked;
  refreshModules();
  return isStaticStorage(reinterpret_cast<std::uintptr_t>(object));
}

void take(ThreadState& thread, std::uint64_t now) noexcept {
  Statistics& own = *thread.statistics;
  ++own.gil.acquisitions;
  if (own.gilWaitBegun != 0) {
    const std::uint64_t time = ticksSince(own.gilWaitBegun, now);
    own.gilWaitBegun = 0;
    ++own.gil.contended;
    own.gil.waited += time;
    own.lockWait += time;
    if (time > own.gil.longestWait) own.gil.longestWait = time;
  }
  if (gil.holder != thread.id && gil.holder != recording::kNoThread) ++own.gil.handOvers;
  gil.isHeld = true;
  gil.holder = thread.id;
  gil.since = now;
}

void drop(ThreadState& thread, std::uint64_t now) noexcept {
  gil.isHeld = false;
  if (gil.holder != thread.id) return;  // a take or a drop was missed
  Tally& own = thread.statistics->gil;
  const std::uint64_t time = ticksSince(gil.since, now);
  own.held += time;
  if (time > own.longestHold) own.longestHold = time;
}

}  // namespace

void noteTimedWait(ThreadState& thread, const void* condition, const void* mutex,
                   const void* pc) noexcept {
  if (!pythonPresent() || !isPythonLockCall(pc)) return;
  const void* known = gil.mutex.load(std::memory_order_acquire);
  if (known == nullptr) {
    if (!isStatic(condition) || !isStatic(mutex)) return;
    if (!gil.mutex.compare_exchange_strong(known, mutex)) return;
    gil.condition = condition;
  }
  if (gil.mutex.load(std::memory_order_relaxed) != mutex || gil.condition != condition) return;
  Statistics& own = *thread.statistics;
  const std::uint64_t now = ticks();
  ++own.gil.waits;
  if (own.gilWaitBegun == 0) own.gilWaitBegun = now;
  if (gil.isHeld) return;
  // Nobody waits for what is free: the latest unlock was a take.
  gil.isHeld = true;
  gil.holder = gil.unlocker;
  gil.since = now;
}

void noteUnlock(ThreadState& thread, const void* lock) noexcept {
  if (lock != gil.mutex.load(std::memory_order_acquire)) return;
  const std::uint64_t now = ticks();
  if (thread.statistics->gilWaitBegun != 0 || !gil.isHeld)
    take(thread, now);
  else
    drop(thread, now);
  gil.unlocker = thread.id;
}

void forgetGil() noexcept {
  gil.mutex.store(nullptr, std::memory_order_relaxed);
  gil.condition = nullptr;
  gil.isHeld = false;
  gil.holder = gil.unlocker = recording::kNoThread;
}

}  // namespace gordian::runtime
