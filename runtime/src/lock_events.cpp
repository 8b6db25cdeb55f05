#include "lock_events.hpp"

#include "misuse.hpp"
#include "modules.hpp"
#include "process.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"
#include "uses.hpp"

namespace gordian::runtime {

using namespace recording;

namespace {

// Identity of the frame that a lock on the own stack lies in: which call made it, and where it is.
std::uint64_t frameOf(std::uintptr_t lock, const CallSite& site) noexcept {
  FrameRef* frames = self->frames;
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
    const RecordsLocked locked;
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

// Whoever made it, perhaps another process.
bool isRobust(const void* lock, std::uint8_t kind) noexcept {
  constexpr int kRobustBit = 0x10;
  return kind <= kErrorCheckMutexKind &&
         (static_cast<const pthread_mutex_t*>(lock)->__data.__kind & kRobustBit) != 0;
}

}  // namespace

LockEntry* touchLock(ThreadState& thread, const void* lock, std::uint8_t kind, std::uint32_t how,
                     const CallSite& site, CallContext* context) noexcept {
  const bool isCustom = (kind & kCustomBit) != 0;
  kind = static_cast<std::uint8_t>(kind & ~kCustomBit);
  LockEntry* entry = internLock(lock, kind);
  if (entry == nullptr) return nullptr;
  if (isCustom) {  // what its creator said counts, and that it was taken in shared mode
    const bool isSaid = (entry->touched || (entry->flags & kLockInitSeen) != 0) &&
                        (kind == kMutexKind || entry->kind == kRwLockKind);
    entry->flags |= kLockCustom;
    if (isSaid) kind = entry->kind;
    if (entry->touched) entry->kind = kind;
  }
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
    if (!isCustom && isRobust(lock, kind)) entry->flags |= kLockRobust;
    entry->first = {context, site.cfa};
    entry->firstThread = thread.id;
    entry->firstSegment = thread.segment;
    entry->firstHow = how;
    entry->firstMoment = nextMoment(thread);
    entry->firstGeneration = recorder.generation();
    if (thread.depth() != 0) entry->firstWritten = recorder.generation();  // a dependency tells it
    if (context->python != 0) entry->flags |= kLockPython;
    return entry;
  }
  if (!entry->shared && entry->firstThread != thread.id) {
    const RecordsLocked locked;
    entry->shared = true;
    entry->secondThread = thread.id;
    if (entry->recordId != 0 && entry->generation == recorder.generation())
      recorder.append(kLockShared, LockEventRecord{entry->recordId, thread.id});
    if (kind == kRwLockPreferWriterKind) writeFirstUse(*entry);
    changeStamp(lock);
  }
  return entry;
}

void noteLockInit(ThreadState& thread, const void* lock, std::uint8_t kind, std::uint16_t flags,
                  const CallSite& site) noexcept {
  if (!enterSlowPath(thread)) return;
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
  const RecordsLocked locked;
  entry->tainted = true;
  if (entry->recordId != 0 && entry->generation == recorder.generation())
    recorder.append(kLockTainted, LockEventRecord{entry->recordId, thread.id});
  changeStamp(semaphore);
}

void stackShrunk(ThreadState& thread, const CallSite& site) noexcept {
  const std::uintptr_t cfa = site.cfa;
  if (cfa < thread.stackLow || cfa >= thread.stackHigh) return;  // another stack: a coroutine's
  const std::uintptr_t lowest = thread.lowestStackLock.load(std::memory_order_relaxed);
  dropUnwound(thread, cfa);
  noteMemoryGoes(thread, reinterpret_cast<const void*>(lowest), cfa - lowest, Memory::Readable,
                 site);
  thread.lowestStackLock.store(cfa, std::memory_order_relaxed);
}

}  // namespace gordian::runtime
