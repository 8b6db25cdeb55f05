#include "misuse.hpp"

#include "holders.hpp"
#include "incidents.hpp"
#include "lock_events.hpp"
#include "lock_word.hpp"
#include "process.hpp"

#include <cerrno>

namespace gordian::runtime {

using namespace recording;

namespace {

enum Rule : std::uint32_t { kUnlockNotHeld = 301, kDestroyHeld = 302, kExitHolding = 303 };

// The lock, known from now on where it was not.
LockEntry* entryOf(ThreadState& thread, const void* lock, std::uint8_t kind,
                   const CallSite& site) noexcept {
  if (LockEntry* known = findLock(lock)) return known;
  CallContext* context = contextOf(site);
  return context != nullptr ? touchLock(thread, lock, kind, site, context) : nullptr;
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

void noteReleaseNotHeld(ThreadState& thread, const void* lock, std::uint8_t kind,
                        const CallSite& site) noexcept {
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
  const LockWord word = lockWordIfMapped(lock.address, lock.kind);
  if (!word.isKnown || word.isFree) return false;
  if (lock.kind == kSpinLockKind) return true;
  return (how & kShared) != 0 ? word.readers != 0 : word.owner == thread.tid;
}

}  // namespace

void releaseBelow(ThreadState& thread, const void* lock, std::uint8_t kind,
                  const CallSite& site) noexcept {
  if (popInside(thread, lock)) return;
  const int error = errno;
  enterSlowPath(thread);
  noteReleaseNotHeld(thread, lock, kind, site);
  errno = error;
}

void noteEndHolding(ThreadState& thread) noexcept {
  if (thread.depth == 0) return;
  const int error = errno;
  settle(thread);
  for (std::uint32_t i = 0; i < thread.depth; ++i) {
    const Held& held = thread.held[i];
    LockEntry* lock = thread.states[held.state & ~kStaleBit].entry;
    if (lock == nullptr || lock->kind == kSemaphoreKind || (lock->flags & kLockRobust) != 0)
      continue;
    if (!isStillHeld(thread, *lock, held.how)) continue;
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
