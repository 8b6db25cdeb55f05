#include "thread_events.hpp"

#include "alike.hpp"
#include "dependencies.hpp"
#include "message.hpp"
#include "misuse.hpp"
#include "once_order.hpp"
#include "options.hpp"
#include "order.hpp"
#include "process.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"
#include "statistics_records.hpp"
#include "uses.hpp"

#include <atomic>
#include <cstring>

namespace gordian::runtime {

using namespace recording;

namespace {

// Threads of which nothing is recorded but that they stand between others: joined by another one
// than who created them, or after they came past once flags.
constexpr std::uint32_t kMostBetween = 1u << 14;  // of a process
std::atomic<std::uint32_t> between{0};

// Does what came before the end of the joined thread come before this anyway?
bool isPastOf(const ThreadState& thread, const Joined& joined) noexcept {
  return joined.parent == thread.id || (joined.parent == thread.birth.parent &&
                                        joined.parentSegment <= thread.birth.parentSegment);
}

void writeUntold(const Joined& joined) noexcept {
  ThreadRecord record{};
  record.id = joined.thread;
  record.parent = joined.parent;
  record.parentSegment = joined.parentSegment;
  recorder.append(kThread, record);
}

// Will something of the creator be recorded that comes before what the new thread does?
bool isCreatorTold(const ThreadState& thread) noexcept {
  return thread.birth.parent == kNoThread || thread.acquisitions != 0 || thread.order != nullptr ||
         !areThreadsTransient();
}

}  // namespace

void noteThreadBegin(ThreadState& thread) noexcept {
  if (thread.birth.parent == kNoThread && !recorder.isOpen()) return;  // written when needed
  const RecordsLocked locked;
  if (!areThreadsTransient()) writeThread(thread);
}

void noteThreadEnd(ThreadState& thread) noexcept {
  if (!isThisProcess()) return;
  noteEndHolding(thread);
  writeCounts(thread);
  {
    const RecordsLocked locked;
    writeOrder(thread, true);
  }
  writeUses(thread, UsesAt::End);
  const bool hasPassed = hasUnwrittenPasses(thread);
  if (hasPassed && ++between <= kMostBetween) {
    const RecordsLocked locked;
    writeThread(thread);
  }
  writeStatistics(thread);
  if (thread.announced) {
    const RecordsLocked locked;
    writeThreadName(thread);  // it may have named itself by prctl
    recorder.append(kThreadEnd, ThreadEndRecord{thread.id, 0, thread.acquisitions});
  } else {
    noteUntold(thread, hasPassed);
  }
  if (thread.stackLow != 0 && thread.lowestStackLock.load(std::memory_order_relaxed) != UINTPTR_MAX)
    forgetRange(reinterpret_cast<const void*>(thread.stackLow), thread.stackHigh - thread.stackLow);
}

void noteThreadName(std::uint32_t id, const char* name) noexcept {
  const RegistryLocked registry;
  for (ThreadState* thread = firstThread(); thread != nullptr; thread = thread->nextThread) {
    if (thread->id != id || !thread->announced) continue;  // else its record brings the name
    if (thread->namings == kMostNamings) return;           // its end brings the last one
    ++thread->namings;
    const RecordsLocked locked;
    recorder.append(kThreadName, ThreadNameRecord{id, 0}, name, std::strlen(name) + 1);
    return;
  }
}

void prepareBirth(ThreadState& thread, Birth& birth, const CallSite& site) noexcept {
  if (!enterSlowPath(thread)) return;
  settle(thread);
  birth.id = nextThreadId();
  FrameRef* frames = thread.frames;
  bool truncated = false;
  const std::size_t count = unwind(site, frames, kMostFrames, truncated);
  CallContext* context = site.python != 0 ? contextOf(site) : nullptr;
  const RecordsLocked locked;
  const bool isOpen = recorder.open();
  if (isOpen && isCreatorTold(thread)) writeThread(thread);
  if (thread.announced || !isOpen) {
    birth.parent = thread.id;
    birth.parentSegment = thread.segment++;
  } else {  // nothing of the creator will ever stand before this: as if its own one did it
    birth.parent = thread.birth.parent;
    birth.parentSegment = thread.birth.parentSegment;
  }
  if (!isOpen) return;
  birth.createdStack = writeStack(frames, count, truncated ? kStackTruncated : 0,
                                  context != nullptr ? context->pythonText : nullptr,
                                  context != nullptr ? context->pythonSize : 0);
  for (std::uint32_t i = thread.depth(); i-- > 0 && birth.holdCount < 16;)
    birth.holds[birth.holdCount++] = {writeLock(*thread.states[thread.held[i].state].entry),
                                      thread.held[i].serial};
}

void noteJoin(ThreadState& thread, const Joined& joined) noexcept {
  if (!enterSlowPath(thread)) return;
  settle(thread);
  if (joined.isUntold && !joined.hasPassed && isPastOf(thread, joined)) return;
  ++thread.segment;
  if (joined.thread == kNoThread) return;
  if (joined.hasPassed || (joined.isUntold && ++between > kMostBetween)) {
    noteOrderCut(thread, thread.segment);
    return;
  }
  HoldRef holds[16];
  std::uint32_t count = 0;
  const RecordsLocked locked;
  if (!recorder.isOpen()) return;
  writeThread(thread);
  if (joined.isUntold) writeUntold(joined);
  for (std::uint32_t i = thread.depth(); i-- > 0 && count < 16;)
    holds[count++] = {writeLock(*thread.states[thread.held[i].state].entry), thread.held[i].serial};
  recorder.append(kJoin, JoinRecord{thread.id, thread.segment, joined.thread, count}, holds,
                  count * sizeof holds[0]);
}

void notePythonJoin(ThreadState& thread, const void* lockOfThread) noexcept {
  const LockEntry* entry = findLock(lockOfThread);
  if (entry != nullptr && entry->touched && entry->firstThread != thread.id)
    noteJoin(thread, {.thread = entry->firstThread});
}

void noteLimit(const char* text) noexcept {
  const RecordsLocked locked;
  const bool isNoted = recorder.isOpen() && recorder.append(kNote, NoteRecord{kNoteLimit, 0}, text,
                                                            std::strlen(text) + 1);
  if (!isNoted || !runtimeOptions().wrapped) message("%s", text);
}

void noteBlind(const char* text) noexcept {
  const RecordsLocked locked;
  if (recorder.open())
    recorder.append(kNote, NoteRecord{kNoteBlind, 0}, text, std::strlen(text) + 1);
}

void noteTest(ThreadState& thread, std::uint32_t kind, const char* name) noexcept {
  if (!enterSlowPath(thread)) return;
  writeCounts(thread);
  const RecordsLocked locked;
  if (!recorder.open()) return;
  writeThread(thread);
  writeOrder(thread, false);
  recorder.append(kMarker, MarkerRecord{thread.id, kind}, name, std::strlen(name) + 1);
}

}  // namespace gordian::runtime
