#include "watched.hpp"

#include "memory.hpp"
#include "spin_lock.hpp"
#include "ticks.hpp"

namespace gordian::runtime {

std::atomic<bool> watchedPlaces[kObjectPlaces];
std::atomic<std::uint32_t> watchedCount;

namespace {

constexpr std::size_t kObjects = 1024;
constexpr std::size_t kProbes = 8;

struct WatchedLock {
  LockEntry* entry;
  std::uint32_t instance;
  std::uint32_t number;  // watchedCount when it came here
};

struct WatchedObject {
  const void* object;
  std::uint64_t sinceNs;  // of the wait that began first, of those whom no signal ended; 0: none
  LockEntry* mutex;       // of a condition; null: several, or one that is not tracked
  std::uint32_t mutexInstance;
  std::uint32_t lockCount;
  std::uint32_t version;  // changes with each lock that comes
  WatchedLock locks[kLocksOfObject];
};

SpinLock guard;
WatchedObject objects[kObjects];

bool isAlive(const WatchedLock& lock) noexcept {
  return lock.entry->instance == lock.instance && !lock.entry->tainted;
}

WatchedObject* find(const void* object) noexcept {
  for (std::size_t i = 0; i < kProbes; ++i) {
    WatchedObject& at = objects[(placeOfObject(object) + i) % kObjects];
    if (at.object == object) return &at;
  }
  return nullptr;
}

// A free place, or that of an object all of whose locks are gone.
WatchedObject* room(const void* object) noexcept {
  for (std::size_t i = 0; i < kProbes; ++i) {
    WatchedObject& at = objects[(placeOfObject(object) + i) % kObjects];
    bool isUsed = false;
    for (std::uint32_t k = 0; k < at.lockCount; ++k) isUsed = isUsed || isAlive(at.locks[k]);
    if (isUsed) continue;
    at = WatchedObject{};
    return &at;
  }
  return nullptr;
}

void setWatched(LockEntry& entry) noexcept {
  if (entry.isWatched) return;
  entry.isWatched = true;
  changeStamp(entry.address);  // the next acquisition anywhere comes to noteAsked()
}

bool add(WatchedObject& object, LockEntry* entry) noexcept {
  for (std::uint32_t i = 0; i < object.lockCount; ++i) {
    WatchedLock& known = object.locks[i];
    if (known.entry == entry && known.instance == entry->instance) return true;
  }
  WatchedLock* place = nullptr;
  for (std::uint32_t i = 0; i < object.lockCount && place == nullptr; ++i)
    if (!isAlive(object.locks[i])) place = &object.locks[i];
  if (place == nullptr && object.lockCount < kLocksOfObject)
    place = &object.locks[object.lockCount++];
  if (place == nullptr) return false;
  *place = {entry, entry->instance, watchedCount.fetch_add(1, std::memory_order_relaxed) + 1};
  ++object.version;
  setWatched(*entry);
  return true;
}

AskedLock* askedFor(const ThreadState& thread, const LockEntry& entry) noexcept {
  if (thread.askedLocks == nullptr) return nullptr;
  for (std::size_t i = 0; i < kAskedLocks; ++i) {
    AskedLock& known = thread.askedLocks[i];
    if (known.entry == &entry && known.instance == entry.instance) return &known;
  }
  return nullptr;
}

AskedLock& oldestAsked(const ThreadState& thread) noexcept {
  AskedLock* oldest = thread.askedLocks;
  for (std::size_t i = 1; i < kAskedLocks; ++i)
    if (thread.askedLocks[i].touched < oldest->touched) oldest = &thread.askedLocks[i];
  return *oldest;
}

bool isHeld(const ThreadState& thread, const LockEntry& entry) noexcept {
  for (std::uint32_t i = 0; i < thread.depth(); ++i)
    if (thread.held[i].lock == entry.address) return true;
  return false;
}

// Taken once since `asked`, for the signal; or held all the time.
bool isMutexTakenOnce(const ThreadState& thread, const LockEntry& mutex,
                      std::uint32_t asked) noexcept {
  const AskedLock* touched = askedFor(thread, mutex);
  if (touched == nullptr || touched->touched < asked) return isHeld(thread, mutex);
  return touched->touchedBefore < asked;
}

NeedState stateOf(const ThreadState& thread, const WatchedObject& object, const WatchedLock& lock,
                  bool isCondition) noexcept {
  if (!isAlive(lock) || isHeld(thread, *lock.entry)) return NeedState::Unknown;
  const AskedLock* asked = askedFor(thread, *lock.entry);
  if (asked == nullptr || asked->asked == 0)
    return thread.watchedThen >= lock.number ? NeedState::Far : NeedState::Unknown;
  if (asked->asked <= thread.waitedAt) return NeedState::Far;
  if (isCondition) {
    const LockEntry* mutex = object.mutex;
    if (mutex == nullptr || mutex->instance != object.mutexInstance) return NeedState::Unknown;
    if (!isMutexTakenOnce(thread, *mutex, asked->asked)) return NeedState::Far;
  }
  const bool isAwaited = object.sinceNs != 0 && object.sinceNs < asked->askedNs;
  return isAwaited ? NeedState::Awaited : NeedState::Near;
}

}  // namespace

bool watch(const ThreadState& thread, const void* object, LockEntry* mutex) noexcept {
  const Locked locked(guard);
  WatchedObject* at = find(object);
  const bool isNew = at == nullptr;
  if (isNew) at = room(object);
  if (at == nullptr) return false;
  if (isNew) {
    at->object = object;
    at->mutex = mutex;
    at->mutexInstance = mutex != nullptr ? mutex->instance : 0;
  } else if (at->mutex != mutex || (mutex != nullptr && at->mutexInstance != mutex->instance)) {
    at->mutex = nullptr;
  }
  bool isAdded = false;
  for (std::uint32_t i = thread.depth(); i-- > 0;)
    isAdded = add(*at, thread.states[thread.held[i].state].entry) || isAdded;
  if (mutex != nullptr) setWatched(*mutex);
  watchedPlaces[placeOfObject(object)].store(true, std::memory_order_relaxed);
  return isAdded;
}

void noteAsked(ThreadState& thread, const LockEntry& entry, std::uint32_t how,
               const CallPlace& where) noexcept {
  if (thread.askedLocks == nullptr) thread.askedLocks = allocateArray<AskedLock>(kAskedLocks);
  if (thread.askedLocks == nullptr) return;
  AskedLock* place = askedFor(thread, entry);
  if (place == nullptr) {
    place = &oldestAsked(thread);
    *place = {&entry, entry.instance, 0, 0, 0, 0, 0, 0, {}};
  }
  AskedLock& known = *place;
  const std::uint32_t now = nextMoment(thread);
  if (known.touched != now) known.touchedBefore = known.touched;
  known.touched = now;
  if ((how & (kTry | kTimed | kAfterWait)) != 0) return;
  known.asked = now;
  known.how = how;
  known.segment = thread.segment;
  known.askedNs = clockNs();
  known.place = where;
}

void takeNeeds(const ThreadState& thread, const void* object, bool isCondition,
               Needs& needs) noexcept {
  const Locked locked(guard);
  WatchedObject* at = find(object);
  if (at == nullptr) return;
  needs.signature = at->version << (2 * kLocksOfObject);
  for (std::uint32_t i = 0; i < at->lockCount; ++i) {
    const WatchedLock& lock = at->locks[i];
    const NeedState state = stateOf(thread, *at, lock, isCondition);
    needs.signature |= static_cast<std::uint32_t>(state) << (2 * i);
    if (state == NeedState::Unknown) continue;
    auto& need = needs.locks[needs.count++];
    need.entry = lock.entry;
    need.state = state;
    if (state != NeedState::Far) need.asked = *askedFor(thread, *lock.entry);
  }
  at->sinceNs = 0;
}

void beginAwait(ThreadState& thread, const void* object) noexcept {
  if (thread.awaits != nullptr) endAwait(thread);  // a handler left it by a jump
  const Locked locked(guard);
  WatchedObject* at = find(object);
  if (at == nullptr) return;
  thread.awaits = object;
  thread.awaitsSinceNs = clockNs();
  if (at->sinceNs == 0) at->sinceNs = thread.awaitsSinceNs;
}

void endAwait(ThreadState& thread) noexcept {
  const Locked locked(guard);
  WatchedObject* at = find(thread.awaits);
  if (at != nullptr && at->sinceNs == thread.awaitsSinceNs) at->sinceNs = 0;
  thread.awaits = nullptr;
}

void forgetObject(const void* object) noexcept {
  if (!isWatched(object)) return;
  const Locked locked(guard);
  if (WatchedObject* at = find(object)) *at = WatchedObject{};
}

void forgetWatched() noexcept {
  for (auto& place : watchedPlaces) place.store(false, std::memory_order_relaxed);
  for (WatchedObject& object : objects) object = WatchedObject{};
}

void lockWatched() noexcept {
  guard.lock();
}
void unlockWatched() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
