#include "events.hpp"

#include "memory.hpp"
#include "modules.hpp"
#include "process.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"

#include <sys/prctl.h>
#include <cstring>

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::size_t kMostFrames = 128;
constexpr std::uint32_t kExplicitHolds = 32;  // listed in full before a base is looked for
constexpr std::uint32_t kMostListed = 4096;

SpinLock guard;
bool recorded;

// Identity of the frame that a lock on the own stack lies in: which call made it, and where it is.
std::uint64_t frameOf(std::uintptr_t lock, const CallSite& site) noexcept {
  FrameRef frames[kMostFrames];
  bool truncated = false;
  const std::size_t count = unwind(site, frames, kMostFrames, truncated);
  for (std::size_t i = 0; i + 1 < count; ++i)
    if (frames[i].cfa <= lock && lock < frames[i + 1].cfa)
      return (frames[i + 1].pc * 0x9E3779B97F4A7C15ull) ^ frames[i + 1].cfa;
  return 0;
}

void classify(ThreadState& thread, LockEntry& entry) noexcept {
  const auto address = reinterpret_cast<std::uintptr_t>(entry.address);
  {
    const Locked locked(guard);
    refreshModules();
    if (isStaticStorage(address)) {
      entry.storage = kStorageStatic;
      return;
    }
  }
  const RegistryLocked locked;
  ThreadState* owner =
      address >= thread.stackLow && address < thread.stackHigh ? &thread : ownerOfStack(address);
  if (owner == nullptr) return;
  entry.storage = kStorageStack;
  if (entry.creator == kNoThread) entry.creator = owner->id;
  if (address < owner->lowestStackLock.load(std::memory_order_relaxed))
    owner->lowestStackLock.store(address, std::memory_order_relaxed);
}

// Programs that make and destroy locks all the time take each new one in the same few ways. When
// most recorded locks are gone again and a way (the call contexts of what is held and of what is
// asked for) was recorded this often, further *new* locks add nothing but size. Locks that the
// recording knows are always recorded, and so is everything while the locks live.
constexpr std::uint32_t kMostAlike = 4096;
constexpr std::size_t kWays = 1u << 14;
std::uint32_t timesOfWay[kWays];
bool limitNoted;

bool isMoreOfTheSame(const ThreadState& thread, const State& state,
                     const CallContext* context) noexcept {
  const auto isKnown = [](const LockEntry* entry) {
    return entry->recordId != 0 && entry->generation == recorder.generation();
  };
  bool allKnown = isKnown(state.entry);
  std::uint64_t way = reinterpret_cast<std::uintptr_t>(context) ^ state.how;
  for (std::uint32_t i = 0; i < thread.depth; ++i) {
    allKnown = allKnown && isKnown(thread.states[thread.held[i].state].entry);
    way = (way ^ reinterpret_cast<std::uintptr_t>(thread.held[i].place.context)) *
          0x9E3779B97F4A7C15ull;
  }
  // Two ways may share a counter; then they share the bound.
  if (allKnown || ++timesOfWay[(way >> 40) % kWays] <= kMostAlike ||
      locksWritten() <= 2 * locksAlive() + kMostAlike)
    return false;
  if (!limitNoted) {
    limitNoted = true;
    constexpr char kText[] =
        "ever new locks are taken in the same way; only the first 4,096 were recorded";
    recorder.append(kNote, NoteRecord{kNoteLimit, 0}, kText, sizeof kText);
  }
  return true;
}

// The locks held before `state`, outermost first, into `holds`; how deep the base reaches.
std::uint32_t findBase(const ThreadState& thread, std::uint32_t& base) noexcept {
  base = 0;
  if (thread.depth <= kExplicitHolds) return 0;
  for (std::uint32_t i = thread.depth; i-- > 0;) {
    const State& below = thread.states[thread.held[i].state];
    if (below.dependency != 0 && !below.carried) {
      base = below.dependency;
      return i + 1;
    }
  }
  return 0;
}

void writeDependency(ThreadState& thread, State& state, std::uint32_t stack) noexcept {
  std::uint32_t base = 0;
  const std::uint32_t first = findBase(thread, base);
  std::uint32_t count = thread.depth - first;
  DependencyRecord record{};
  if (count > kMostListed) {
    record.flags |= kHeldCut;
    count = kMostListed;
  }
  HeldRef few[kExplicitHolds];
  HeldRef* held = count <= kExplicitHolds ? few : allocateArray<HeldRef>(count);
  if (held == nullptr) return;
  std::uint32_t listed = 0;
  for (std::uint32_t i = thread.depth - count; i < thread.depth; ++i) {
    const Held& hold = thread.held[i];
    const State& at = thread.states[hold.state];
    if (at.reentrant) continue;
    held[listed++] = {writeLock(*at.entry), writePlace(hold.place), hold.serial,
                      hold.how & kShared};
  }
  record.lock = writeLock(*state.entry);
  record.thread = thread.id;
  record.segment = thread.segment;
  record.stack = stack;
  record.base = base;
  record.heldCount = listed;
  record.mode = static_cast<std::uint8_t>(state.how & kShared);
  record.acquisition = (state.how & kTry) != 0 ? 2 : (state.how & kTimed) != 0 ? 1 : 0;
  if (state.reentrant) record.flags |= kReentrant;
  if ((state.how & kAfterWait) != 0) record.flags |= kAfterWait;
  record.id = nextDependencyId();
  if (recorder.append(kDependency, record, held, listed * sizeof *held)) {
    state.dependency = record.id;
    state.segment = thread.segment;
    recorded = true;
  }
  if (held != few) releaseArray(held, count);
}

}  // namespace

void enterSlowPath(ThreadState& thread) noexcept {
  if (!isThisProcess()) becomeChild(&thread);
}

LockEntry* touchLock(ThreadState& thread, const void* lock, std::uint8_t kind, const CallSite& site,
                     CallContext* context) noexcept {
  LockEntry* entry = internLock(lock, kind);
  if (entry == nullptr) return nullptr;
  const bool onOwnStack = entry->storage == kStorageStack &&
                          reinterpret_cast<std::uintptr_t>(lock) >= thread.stackLow &&
                          reinterpret_cast<std::uintptr_t>(lock) < thread.stackHigh;
  if (entry->touched && (entry->kind != kind ||
                         (onOwnStack && entry->frame != 0 && (entry->flags & kLockInitSeen) == 0 &&
                          entry->frame != frameOf(reinterpret_cast<std::uintptr_t>(lock), site)))) {
    forgetLock(lock);  // another object at the same address
    entry = internLock(lock, kind);
    if (entry == nullptr) return nullptr;
  }
  if (!entry->touched) {
    if ((entry->flags & kLockInitSeen) == 0) classify(thread, *entry);
    if (entry->storage == kStorageStack && entry->creator == thread.id)
      entry->frame = frameOf(reinterpret_cast<std::uintptr_t>(lock), site);
    entry->touched = true;
    entry->kind = kind;
    entry->first = {context, site.cfa};
    entry->firstThread = thread.id;
    if (context->python != 0) entry->flags |= kLockPython;
    return entry;
  }
  if (!entry->shared && entry->firstThread != thread.id) {
    const Locked locked(guard);
    entry->shared = true;
    entry->secondThread = thread.id;
    if (entry->recordId != 0 && entry->generation == recorder.generation())
      recorder.append(kLockShared, LockEventRecord{entry->recordId, thread.id});
    changeStamp(lock);
  }
  return entry;
}

void noteLockInit(ThreadState& thread, const void* lock, std::uint8_t kind, std::uint16_t flags,
                  const CallSite& site) noexcept {
  enterSlowPath(thread);
  forgetLock(lock);
  changeStamp(lock);
  CallContext* context = initContextOf(thread, site);
  LockEntry* entry = internLock(lock, kind);
  if (entry == nullptr) return;
  entry->flags = static_cast<std::uint16_t>(flags | kLockInitSeen);
  if (site.python != 0) entry->flags |= kLockPython;
  entry->creator = thread.id;
  entry->creatorSegment = thread.segment;
  entry->created = {context, site.cfa};
  classify(thread, *entry);
}

void noteForeignPost(const ThreadState& thread, const void* semaphore) noexcept {
  LockEntry* entry = findLock(semaphore);
  if (entry == nullptr || entry->kind != kSemaphoreKind || entry->tainted) return;
  const Locked locked(guard);
  entry->tainted = true;
  if (entry->recordId != 0 && entry->generation == recorder.generation())
    recorder.append(kLockTainted, LockEventRecord{entry->recordId, thread.id});
  changeStamp(semaphore);
}

void recordAcquisition(ThreadState& thread, State& state, const CallSite& site,
                       CallContext* context) noexcept {
  if (thread.depth == 0) return;
  if (state.reentrant && state.entry->kind == kSemaphoreKind) {
    noteForeignPost(thread, state.lock);  // somebody else must have posted in between
    return;
  }
  if (recorder.isOff()) return;
  if (state.dependency != 0) {
    if (state.segment == thread.segment) return;
    const Locked locked(guard);
    recorder.append(kRevisit, RevisitRecord{state.dependency, thread.segment});
    state.segment = thread.segment;
    return;
  }
  {
    const Locked locked(guard);
    if (isMoreOfTheSame(thread, state, context)) return;
  }
  FrameRef frames[kMostFrames];
  bool truncated = false;
  const std::size_t count = unwind(site, frames, kMostFrames, truncated);
  const Locked locked(guard);
  writeThread(thread);
  const std::uint32_t stack = writeStack(frames, count, truncated ? kStackTruncated : 0,
                                         context->pythonText, context->pythonSize);
  if (stack != 0) writeDependency(thread, state, stack);
}

void noteThreadBegin(ThreadState& thread) noexcept {
  if (thread.birth.parent == kNoThread && !recorder.isOpen()) return;  // written when needed
  const Locked locked(guard);
  writeThread(thread);
}

void noteThreadEnd(ThreadState& thread) noexcept {
  if (!isThisProcess()) return;
  writeCounts(thread);
  if (thread.announced) {
    char name[17] = {};  // it may have named itself by prctl
    if (prctl(PR_GET_NAME, name) == 0 && name[0] != '\0') noteThreadName(thread.id, name);
    const Locked locked(guard);
    recorder.append(kThreadEnd, ThreadEndRecord{thread.id, 0, thread.acquisitions});
  }
  if (thread.stackLow != 0 && thread.lowestStackLock.load(std::memory_order_relaxed) != UINTPTR_MAX)
    forgetRange(reinterpret_cast<const void*>(thread.stackLow), thread.stackHigh - thread.stackLow);
}

void noteThreadName(std::uint32_t id, const char* name) noexcept {
  const RegistryLocked registry;
  for (const ThreadState* thread = firstThread(); thread != nullptr; thread = thread->nextThread) {
    if (thread->id != id || !thread->announced) continue;  // else its record brings the name
    const Locked locked(guard);
    recorder.append(kThreadName, ThreadNameRecord{id, 0}, name, std::strlen(name) + 1);
    return;
  }
}

void prepareBirth(ThreadState& thread, Birth& birth, const CallSite& site) noexcept {
  enterSlowPath(thread);
  settle(thread);
  birth.id = nextThreadId();
  birth.parent = thread.id;
  birth.parentSegment = thread.segment++;
  FrameRef frames[kMostFrames];
  bool truncated = false;
  const std::size_t count = unwind(site, frames, kMostFrames, truncated);
  CallContext* context = site.python != 0 ? contextOf(site) : nullptr;
  const Locked locked(guard);
  if (!recorder.open()) return;
  writeThread(thread);
  birth.createdStack = writeStack(frames, count, truncated ? kStackTruncated : 0,
                                  context != nullptr ? context->pythonText : nullptr,
                                  context != nullptr ? context->pythonSize : 0);
  for (std::uint32_t i = thread.depth; i-- > 0 && birth.holdCount < 16;)
    birth.holds[birth.holdCount++] = {writeLock(*thread.states[thread.held[i].state].entry),
                                      thread.held[i].serial};
}

void noteJoin(ThreadState& thread, std::uint32_t joined) noexcept {
  enterSlowPath(thread);
  settle(thread);
  ++thread.segment;
  if (joined == kNoThread) return;
  HoldRef holds[16];
  std::uint32_t count = 0;
  const Locked locked(guard);
  if (!recorder.isOpen()) return;
  writeThread(thread);
  for (std::uint32_t i = thread.depth; i-- > 0 && count < 16;)
    holds[count++] = {writeLock(*thread.states[thread.held[i].state].entry), thread.held[i].serial};
  recorder.append(kJoin, JoinRecord{thread.id, thread.segment, joined, count}, holds,
                  count * sizeof holds[0]);
}

void notePythonJoin(ThreadState& thread, const void* lockOfThread) noexcept {
  const LockEntry* entry = findLock(lockOfThread);
  if (entry != nullptr && entry->touched && entry->firstThread != thread.id)
    noteJoin(thread, entry->firstThread);
}

void noteLimit(const char* text) noexcept {
  const Locked locked(guard);
  if (recorder.isOpen())
    recorder.append(kNote, NoteRecord{kNoteLimit, 0}, text, std::strlen(text) + 1);
}

void noteBlind(const char* text) noexcept {
  const Locked locked(guard);
  if (recorder.open())
    recorder.append(kNote, NoteRecord{kNoteBlind, 0}, text, std::strlen(text) + 1);
}

void noteTest(ThreadState& thread, std::uint32_t kind, const char* name) noexcept {
  enterSlowPath(thread);
  writeCounts(thread);
  const Locked locked(guard);
  if (!recorder.open()) return;
  writeThread(thread);
  recorder.append(kMarker, MarkerRecord{thread.id, kind}, name, std::strlen(name) + 1);
}

void writeCounts(ThreadState& thread) noexcept {
  if (!recorder.isOpen()) return;
  const Locked locked(guard);
  for (std::uint32_t i = 0; i <= thread.transitionMask; ++i) {
    Transition& transition = thread.transitions[i];
    if (transition.lock == nullptr || transition.ignored != 0 || transition.count == 0) continue;
    const std::uint32_t dependency = thread.states[transition.to].dependency;
    if (dependency == 0) continue;
    recorder.append(kCount, CountRecord{dependency, 0, transition.count});
    transition.count = 0;
  }
}

void stackShrunk(ThreadState& thread, std::uintptr_t cfa) noexcept {
  if (cfa < thread.stackLow || cfa >= thread.stackHigh) return;  // another stack: a coroutine's
  const std::uintptr_t lowest = thread.lowestStackLock.load(std::memory_order_relaxed);
  forgetRange(reinterpret_cast<const void*>(lowest), cfa - lowest);
  thread.lowestStackLock.store(cfa, std::memory_order_relaxed);
}

bool anythingRecorded() noexcept {
  return recorded;
}

void lockEvents() noexcept {
  guard.lock();
}
void unlockEvents() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
