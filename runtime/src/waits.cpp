#include "waits.hpp"

#include "alike.hpp"
#include "board.hpp"
#include "modules.hpp"
#include "pauses.hpp"
#include "process.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"
#include "shared_object.hpp"
#include "watchdog.hpp"

#include <cerrno>

namespace gordian::runtime {

using namespace recording;

namespace {

std::uint32_t vanishedOf;  // the process whose vanished threads are published

bool isWritten(const LockEntry& entry) noexcept {
  return entry.recordId != 0 && entry.generation == recorder.generation();
}

std::uint32_t lockId(LockEntry* entry) noexcept {
  if (entry == nullptr) return 0;
  if (isWritten(*entry)) return entry->recordId;
  const RecordsLocked locked;
  return recorder.open() ? writeLock(*entry) : 0;
}

// The record of a place, remembered by thread: programs block at the same places again and again.
std::uint32_t placeId(ThreadState& thread, const CallPlace& place) noexcept {
  if (place.context == nullptr) return 0;
  const std::uint64_t hash =
      (reinterpret_cast<std::uintptr_t>(place.context) ^ (place.cfa << 16)) * 0x9E3779B97F4A7C15ull;
  KnownPlace& known = thread.knownPlaces[(hash >> 32) % kKnownPlaces];
  if (known.context == place.context && known.cfa == place.cfa &&
      known.generation == recorder.generation())
    return known.id;
  const RecordsLocked locked;
  if (!recorder.open()) return 0;
  known = {place.context, place.cfa, recorder.generation(), writePlace(place)};
  return known.id;
}

bool isShared(const LockEntry& entry) noexcept {
  return (entry.flags & kLockProcessShared) != 0 || isProcessShared(entry.address, entry.kind);
}

BoardKey keyOfEntry(LockEntry& entry) noexcept {
  bool isKnown = true;
  if (!isShared(entry)) return keyOf(entry.address, false, isKnown);
  if (entry.keyProcess != ownProcess()) {
    entry.key = keyOf(entry.address, true, isKnown);
    entry.keyProcess = ownProcess();
  }
  return entry.key;
}

BoardHeld* heldAt(BoardSlot& slot, std::uint32_t index) noexcept {
  if (index < kHeldOfSlot) return &slot.held[index];
  constexpr std::uint32_t kOfWindow = sizeof(BoardMoreHeld::held) / sizeof(BoardHeld);
  std::uint32_t window = slot.moreWindow;
  for (index -= kHeldOfSlot; index >= kOfWindow; index -= kOfWindow)
    window = static_cast<BoardMoreHeld*>(mappedWindow(window - 1))->next;
  return &static_cast<BoardMoreHeld*>(mappedWindow(window - 1))->held[index];
}

enum class Which : std::uint8_t { All, Private, Shared };  // by who else can use the lock

// `who` is the calling thread, or one that does not run any more; `writer` the calling one.
void copyHeld(BoardSlot& slot, const ThreadState& who, ThreadState& writer, Which which) noexcept {
  slot.heldCount = 0;
  if (who.depth() > kHeldOfSlot && !reserveMore(slot, who.depth() - kHeldOfSlot)) {
    slot.state = kSlotDistrust;
    return;
  }
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < who.depth(); ++i) {
    const Held& hold = who.held[i];
    const std::uint32_t index = hold.state & ~kStaleBit;
    if (index >= who.stateCount) continue;
    const State& state = who.states[index];
    LockEntry* entry = state.entry;
    if (entry == nullptr || entry->instance != state.instance || entry->tainted || state.reentrant)
      continue;
    if (which != Which::All && isShared(*entry) != (which == Which::Shared)) continue;
    BoardHeld& held = *heldAt(slot, count++);
    held = {keyOfEntry(*entry),
            reinterpret_cast<std::uintptr_t>(hold.lock),
            lockId(entry),
            placeId(writer, hold.place),
            hold.serial,
            entry->kind,
            static_cast<std::uint8_t>((howOf(who, hold) & kShared) != 0 ? 1 : 0),
            0};
  }
  slot.heldCount = count;
}

// `before`: how many the wait before had. A stack that is new may lie in a module that is new.
void copyFrames(BoardSlot& slot, ThreadState& thread, const CallSite& site,
                std::uint32_t before) noexcept {
  bool truncated = false;
  const std::size_t count = unwind(site, thread.frames, kFramesOfSlot, truncated);
  bool isKnown = count == before;
  for (std::size_t i = 0; i < count; ++i) {
    isKnown = isKnown && slot.frames[i] == thread.frames[i].pc;
    slot.frames[i] = thread.frames[i].pc;
  }
  slot.wait.frameCount = static_cast<std::uint32_t>(count);
  if (isKnown) return;
  const RecordsLocked locked;
  if (recorder.open()) writeModules();
}

void identify(BoardSlot& slot, const ThreadState& thread) noexcept {
  slot.tid = thread.tid;
  slot.thread = thread.id;
  slot.startedNs = recorder.isOpen() ? recorder.startedNs() : 0;
}

BoardSlot* slotOf(ThreadState& thread) noexcept {
  if (thread.slot == nullptr) thread.slot = claimSlot();
  return thread.slot;
}

bool isHeldShared(const ThreadState& thread, std::uint32_t held) noexcept {
  const std::uint32_t index = thread.held[held].state & ~kStaleBit;
  const LockEntry* entry = index < thread.stateCount ? thread.states[index].entry : nullptr;
  return entry != nullptr && isShared(*entry);
}

// In a forked child, once it waits: what the parent's other threads held at the fork nobody here
// will ever release. What lies in shared memory they hold on to over there.
void publishVanished(ThreadState& thread) noexcept {
  if (vanishedThreads() == nullptr || vanishedOf == ownProcess()) return;
  vanishedOf = ownProcess();
  for (const ThreadState* gone = vanishedThreads(); gone != nullptr; gone = gone->nextThread) {
    if (gone->depth() == 0) continue;
    BoardSlot* slot = claimSlot();
    if (slot == nullptr) return;
    copyHeld(*slot, *gone, thread, Which::Private);
    if (slot->heldCount == 0) {
      releaseSlot(slot);
      continue;
    }
    identify(*slot, *gone);
    slot->thread = kNoThread;  // a number of the parent's
    slot->state = kSlotEnded;
  }
}

// Semaphores have no owner; the others are given up when the thread that holds them is unwound.
bool isKeptAtEnd(std::uint8_t kind) noexcept {
  return kind != kSemaphoreKind && kind != kOnceKind && kind != kGuardKind;
}

bool holdsShared(const ThreadState& thread, const LockEntry* entry) noexcept {
  for (std::uint32_t i = 0; i < thread.depth(); ++i)
    if (thread.states[thread.held[i].state].entry == entry &&
        (howOf(thread, thread.held[i]) & kShared) != 0)
      return true;
  return false;
}

// Where the holder itself asks again, some kinds of locks answer with an error at once.
bool blocksForSure(const ThreadState& thread, const WaitOn& on) noexcept {
  if ((on.how & kTimed) != 0 || on.entry == nullptr) return false;
  switch (on.lockKind) {
    case kMutexKind:
    case kSpinLockKind:
      return true;
    case kOnceKind:
    case kGuardKind:
      return thread.depth() != 0;  // else it is about to run the routine
    case kRwLockKind:
    case kRwLockPreferWriterKind:
      return (on.how & kShared) == 0 && holdsShared(thread, on.entry);
    default:
      return false;
  }
}

}  // namespace

bool beginWait(ThreadState& thread, const WaitOn& on, const CallSite& site) noexcept {
  const int error = errno;
  if (!enterSlowPath(thread)) return false;
  BoardSlot* slot = slotOf(thread);
  // The C++ library waits for an initialisation by a futex: what it is for says more.
  const bool isInner = slot != nullptr && on.kind == kWaitFutex && (slot->sequence & 1) != 0 &&
                       slot->wait.kind == kWaitGuard;
  if (slot == nullptr || isInner) {
    errno = error;
    return false;
  }
  endWait(thread);  // one that a handler left by a jump
  slot->lostCount = 0;
  if (thread.depth() != 0) settle(thread);
  if (!thread.announced) {
    const RecordsLocked locked;
    const bool isOpen = recorder.open();
    if (isOpen && (thread.depth() != 0 || !areThreadsTransient())) writeThread(thread);
  }
  publishVanished(thread);
  slot->state = kSlotLive;
  copyHeld(*slot, thread, thread, Which::All);
  BoardWait& wait = slot->wait;
  const std::uint32_t framesBefore = wait.frameCount;
  wait = {};
  wait.kind = on.kind;
  wait.lockKind = on.lockKind;
  wait.mode = (on.how & kShared) != 0 ? 1 : 0;
  wait.lock = lockId(on.entry);
  wait.target = on.target;
  wait.detail = on.detail;
  wait.address = reinterpret_cast<std::uintptr_t>(on.object);
  bool isKnown = true;
  wait.key = on.entry != nullptr ? keyOfEntry(*on.entry) : keyOf(on.object, on.isShared, isKnown);
  if ((on.how & kTimed) != 0) wait.flags |= kWaitTimed;
  if (!isKnown || (wait.key.space >> 63) != 0) wait.flags |= kWaitOutside;
  if (on.mutex != nullptr) {
    wait.mutexAddress = reinterpret_cast<std::uintptr_t>(on.mutex);
    wait.mutexLock = lockId(on.mutexEntry);
    wait.mutex =
        on.mutexEntry != nullptr ? keyOfEntry(*on.mutexEntry) : keyOf(on.mutex, false, isKnown);
  }
  if (on.context != nullptr && on.context->python != 0)
    wait.stack = placeId(thread, {on.context, site.cfa});
  copyFrames(*slot, thread, site, framesBefore);
  identify(*slot, thread);
  __atomic_store_n(&slot->sequence, slot->sequence + 1, __ATOMIC_RELEASE);
  if (thread.statistics != nullptr) blockBegins(thread, wordOfWait(on.kind), site);
  if (isProvoking() && on.entry == nullptr) partnerWaits(thread, wait.frameCount);
  if (blocksForSure(thread, on)) watchAlone();
  errno = error;
  return true;
}

void leaveSharedToParent(ThreadState& thread) noexcept {
  bool isSharing = false;
  for (std::uint32_t i = 0; i < thread.depth() && !isSharing; ++i)
    isSharing = isHeldShared(thread, i);
  if (!isSharing) return;
  const int error = errno;
  if (BoardSlot* slot = claimSlot()) {
    copyHeld(*slot, thread, thread, Which::Shared);
    identify(*slot, thread);
    slot->thread = kNoThread;
    if (slot->state == kSlotLive) slot->state = kSlotInherits;
  }
  for (std::uint32_t i = thread.depth(); i-- > 0;)
    if (isHeldShared(thread, i)) popSerial(thread, thread.held[i].lock, thread.held[i].serial);
  errno = error;
}

void leaveSlot(ThreadState& thread) noexcept {
  endWait(thread);
  if (thread.depth() != 0) settle(thread);
  bool isHolding = false;
  for (std::uint32_t i = 0; i < thread.depth(); ++i) {
    const LockEntry* entry = thread.states[thread.held[i].state].entry;
    isHolding = isHolding || (entry != nullptr && isKeptAtEnd(entry->kind));
  }
  BoardSlot* slot = isHolding ? slotOf(thread) : thread.slot;
  thread.slot = nullptr;
  if (slot == nullptr) return;
  if (!isHolding) {
    releaseSlot(slot);
    return;
  }
  copyHeld(*slot, thread, thread, Which::All);
  identify(*slot, thread);
  slot->wait = {};
  slot->state = kSlotEnded;
}

void noteReleasedByOther(ThreadState& holder, const void* lock) noexcept {
  BoardSlot* slot = holder.slot;
  if (slot == nullptr) return;
  if (slot->lostCount < kLostOfSlot)
    slot->lost[slot->lostCount] = reinterpret_cast<std::uintptr_t>(lock);
  __atomic_store_n(&slot->lostCount, slot->lostCount + 1, __ATOMIC_RELEASE);
}

}  // namespace gordian::runtime
