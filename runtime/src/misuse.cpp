#include "misuse.hpp"

#include "conditions.hpp"
#include "holders.hpp"
#include "incidents.hpp"
#include "lock_events.hpp"
#include "lock_word.hpp"
#include "process.hpp"

#include <dlfcn.h>
#include <link.h>
#include <cerrno>

namespace gordian::runtime {

using namespace recording;

namespace {

enum Rule : std::uint32_t {
  kUnlockNotHeld = 301,
  kDestroyHeld = 302,
  kExitHolding = 303,
  kConditionMisuse = 305
};

// The lock, known from now on where it was not.
LockEntry* entryOf(ThreadState& thread, const void* lock, std::uint8_t kind,
                   const CallSite& site) noexcept {
  if (LockEntry* known = findLock(lock)) return known;
  CallContext* context = contextOf(site);
  return context != nullptr ? touchLock(thread, lock, kind, kExclusive, site, context) : nullptr;
}

// Whose is it, when the calling thread's it is surely not? False: not sure.
bool isForeign(const ThreadState& thread, const LockEntry& lock, const LockWord& word,
               Holder& holder) noexcept {
  if (!word.isKnown || word.owner == thread.tid) return false;
  if (word.isFree) return true;
  if (word.owner != 0) {
    holder = holderByTid(word.owner, lock.address);
    return holder.thread != kNoThread;  // else of another process, or lost in a fork
  }
  // Readers, and spinners: the memory tells how many at most, so all must be known.
  if (thread.off || !lock.touched) return false;
  holder = holderAmongOthers(thread, lock);
  const std::uint32_t held = word.readers != 0 ? word.readers : 1;
  return holder.thread != kNoThread && holder.count >= held;
}

// A custom lock's memory tells nothing: what was said of it must do.
void noteCustomReleaseNotHeld(ThreadState& thread, LockEntry& lock, const CallSite& site) noexcept {
  const Holder holder = holderAmongOthers(thread, lock);
  if (holder.thread == kNoThread && (lock.isOrphaned || !lock.touched || thread.off)) return;
  Incident incident;
  incident.rule = kUnlockNotHeld;
  incident.detail = holder.thread == kNoThread ? kUnlockedByNobody : kUnlockedByOther;
  incident.lock = &lock;
  incident.site = &site;
  incident.otherThread = holder.thread;
  incident.otherPlace = holder.place;
  noteIncident(thread, incident);
  if (holder.thread != kNoThread) loseHold(holder.thread, lock.address);
}

bool isCustom(const LockEntry& lock) noexcept {
  return (lock.flags & kLockCustom) != 0;
}

void noteReleaseNotHeld(ThreadState& thread, const void* lock, std::uint8_t kind,
                        const CallSite& site) noexcept {
  if (kind == kCustomBit) {
    LockEntry* custom = findLock(lock);
    if (custom != nullptr && isCustom(*custom)) noteCustomReleaseNotHeld(thread, *custom, site);
    return;
  }
  const LockWord word = lockWordAt(lock, kind);
  if (!word.isKnown || word.owner == thread.tid) return;
  LockEntry* entry = entryOf(thread, lock, kind, site);
  Holder holder;
  if (entry == nullptr || !isForeign(thread, *entry, word, holder)) return;
  Incident incident;
  incident.rule = kUnlockNotHeld;
  incident.detail = word.isFree ? kUnlockedByNobody : kUnlockedByOther;
  incident.lock = entry;
  incident.site = &site;
  incident.otherThread = holder.thread;
  incident.otherPlace = holder.place;
  noteIncident(thread, incident);
  // Those that compare the owner refuse; the others are free now, whatever the holder thinks.
  const bool isRefused = kind == kRecursiveMutexKind || kind == kErrorCheckMutexKind ||
                         (entry->flags & kLockRobust) != 0;
  if (!word.isFree && !isRefused) loseHold(holder.thread, lock);
}

bool isStillHeld(const ThreadState& thread, const LockEntry& lock, std::uint32_t how) noexcept {
  if (isCustom(lock)) return true;
  const LockWord word = lockWordIfMapped(lock.address, lock.kind);
  if (!word.isKnown || word.isFree) return false;
  if (lock.kind == kSpinLockKind) return true;
  return (how & kShared) != 0 ? word.readers != 0 : word.owner == thread.tid;
}

// The code of exit(): destructors and handlers that run at the end of the process may find locks in
// the hands of threads that nobody will ever hear of again.
std::uintptr_t exitLow;
std::uintptr_t exitHigh;

bool isExiting(ThreadState& thread, const CallSite& site) noexcept {
  bool truncated = false;
  const std::size_t count = unwind(site, thread.frames, kMostFrames, truncated);
  for (std::size_t i = 0; i < count; ++i)
    if (thread.frames[i].pc > exitLow && thread.frames[i].pc <= exitHigh) return true;
  return truncated;
}

bool isOwnHold(const ThreadState& thread, const LockEntry& lock, CallPlace& place) noexcept {
  for (std::uint32_t i = thread.depth(); i-- > 0;) {
    const Held& held = thread.held[i];
    if (held.lock != lock.address ||
        thread.states[held.state & ~kStaleBit].instance != lock.instance)
      continue;
    place = held.place;
    return true;
  }
  return false;
}

// Who holds it, surely and in this process? A forked child inherits holds whose owner is elsewhere.
bool findHolder(ThreadState& thread, const LockEntry& lock, const LockWord& word,
                Holder& holder) noexcept {
  if (!word.isKnown || word.isFree) return false;
  if (word.owner != 0) {
    holder = holderByTid(word.owner, lock.address);
    return holder.thread != kNoThread;
  }
  if (isForked()) return false;
  if (isOwnHold(thread, lock, holder.place))
    holder.thread = thread.id;
  else
    holder = holderAmongOthers(thread, lock);
  return holder.thread != kNoThread;
}

void reportDestroyed(ThreadState& thread, LockEntry* lock, const CallSite& site,
                     IncidentDetail detail, std::uint32_t whose, const CallPlace& place) noexcept {
  if (isExiting(thread, site)) return;
  Incident incident;
  incident.rule = kDestroyHeld;
  incident.detail = detail;
  incident.lock = lock;
  incident.site = &site;
  incident.otherThread = whose;
  incident.otherPlace = place;
  noteIncident(thread, incident);
}

bool isHeldBySomebody(const LockWord& word) noexcept {
  return word.isKnown && !word.isFree;
}
bool isHeldThere(const LockEntry& lock) noexcept {
  return lock.touched && !isCustom(lock) && isHeldBySomebody(lockWordAt(lock.address, lock.kind));
}
bool isHeldPerhapsThere(const LockEntry& lock) noexcept {
  return lock.touched && !isCustom(lock) &&
         isHeldBySomebody(lockWordIfMapped(lock.address, lock.kind));
}

}  // namespace

void prepareMisuse() noexcept {
  Dl_info info{};
  void* symbol = nullptr;
  void* function = dlsym(RTLD_NEXT, "exit");
  if (function == nullptr || dladdr1(function, &info, &symbol, RTLD_DL_SYMENT) == 0 ||
      symbol == nullptr)
    return;
  exitLow = reinterpret_cast<std::uintptr_t>(function);
  exitHigh = exitLow + static_cast<const ElfW(Sym)*>(symbol)->st_size;
}

bool mayBeInUse(const void* lock, std::uint8_t kind) noexcept {
  const LockWord word = lockWordAt(lock, kind);
  if (word.isKnown && !word.isFree) return true;
  // Those that wait on a condition with a mutex stay its users.
  return kind <= kErrorCheckMutexKind &&
         static_cast<const pthread_mutex_t*>(lock)->__data.__nusers != 0;
}

void noteDestruction(ThreadState& thread, const void* lock, std::uint8_t kind,
                     const CallSite& site) noexcept {
  const int error = errno;
  if (!enterSlowPath(thread)) return;
  LockEntry* entry = findLock(lock);
  const bool isSame = kind == kCustomBit || (entry != nullptr && entry->kind == kind);
  if (entry != nullptr && entry->touched && isSame && isCustom(*entry) == (kind == kCustomBit)) {
    Holder holder;
    ConditionWait wait;
    const LockWord word = isCustom(*entry) ? LockWord{true, false, 0, 0} : lockWordAt(lock, kind);
    if (findHolder(thread, *entry, word, holder))
      reportDestroyed(thread, entry, site, kDestroyedHeld, holder.thread, holder.place);
    else if (word.isFree && isAwaited(lock, wait))
      reportDestroyed(thread, entry, site, kDestroyedAwaited, wait.thread, wait.place);
  }
  errno = error;
}

void noteMemoryGoes(ThreadState& thread, const void* start, std::size_t size, Memory memory,
                    const CallSite& site) noexcept {
  constexpr std::size_t kMost = 8;
  LockEntry* held[kMost];
  const int error = errno;
  const std::size_t count = forgetRange(
      start, size, memory == Memory::Readable ? isHeldThere : isHeldPerhapsThere, held, kMost);
  for (std::size_t i = 0; i < count; ++i) {
    if (!enterSlowPath(thread)) break;
    const LockWord word = memory == Memory::Readable
                              ? lockWordAt(held[i]->address, held[i]->kind)
                              : lockWordIfMapped(held[i]->address, held[i]->kind);
    Holder holder;
    // The memory may have been used for something else since: the holder must agree.
    if (findHolder(thread, *held[i], word, holder) && holder.thread != thread.id &&
        holder.place.context != nullptr)
      reportDestroyed(thread, held[i], site, kDestroyedHeld, holder.thread, holder.place);
    forgetLock(held[i]->address);
  }
  errno = error;
}

void releaseBelow(ThreadState& thread, const void* lock, std::uint8_t kind,
                  const CallSite& site) noexcept {
  if (popInside(thread, lock)) return;
  const int error = errno;
  if (!enterSlowPath(thread)) return;
  noteReleaseNotHeld(thread, lock, kind, site);
  errno = error;
}

void noteWaitWithout(ThreadState& thread, const void* condition, const void* mutex,
                     std::uint8_t kind, const CallSite& site) noexcept {
  const int error = errno;
  if (!enterSlowPath(thread)) return;
  const LockWord word = lockWordAt(mutex, kind);
  if (word.isKnown && word.owner != thread.tid) {
    LockEntry* entry = entryOf(thread, mutex, kind, site);
    Holder holder;
    if (entry != nullptr && isForeign(thread, *entry, word, holder)) {
      Incident incident;
      incident.rule = kConditionMisuse;
      incident.detail = kWaitWithoutMutex;
      incident.lock = entry;
      incident.site = &site;
      incident.otherThread = holder.thread;
      incident.otherPlace = holder.place;
      incident.value = reinterpret_cast<std::uintptr_t>(condition);
      noteIncident(thread, incident);
    }
  }
  errno = error;
}

void noteWaitBegins(ThreadState& thread, const void* condition, const void* mutex,
                    const CallPlace& place, const CallSite& site) noexcept {
  if (condition == nullptr) return;
  const int error = errno;
  ConditionWait other;
  if (enterCondition({condition, mutex, 1, thread.id, place}, other)) {
    Incident incident;
    incident.rule = kConditionMisuse;
    incident.detail = kWaitOtherMutex;
    incident.lock = findLock(mutex);
    incident.site = &site;
    incident.otherThread = other.thread;
    incident.otherLock = findLock(other.mutex);
    incident.otherPlace = other.place;
    incident.value = reinterpret_cast<std::uintptr_t>(condition);
    noteIncident(thread, incident);
  }
  errno = error;
}

void noteEndHolding(ThreadState& thread) noexcept {
  if (thread.depth() == 0) return;
  const int error = errno;
  settle(thread);
  for (std::uint32_t i = 0; i < thread.depth(); ++i) {
    const Held& held = thread.held[i];
    LockEntry* lock = thread.states[held.state & ~kStaleBit].entry;
    if (lock == nullptr || lock->kind == kSemaphoreKind || (lock->flags & kLockRobust) != 0)
      continue;
    if (!isStillHeld(thread, *lock, howOf(thread, held))) continue;
    lock->isOrphaned = true;
    Incident incident;
    incident.rule = kExitHolding;
    incident.detail = kEndedHolding;
    incident.lock = lock;
    incident.place = incident.otherPlace = held.place;
    noteIncident(thread, incident);
  }
  errno = error;
}

}  // namespace gordian::runtime
