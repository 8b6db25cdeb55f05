#include "thread_events.hpp"

#include "dependencies.hpp"
#include "message.hpp"
#include "misuse.hpp"
#include "options.hpp"
#include "order.hpp"
#include "process.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"
#include "statistics_records.hpp"
#include "uses.hpp"

#include <cstring>

namespace gordian::runtime {

using namespace recording;

void noteThreadBegin(ThreadState& thread) noexcept {
  if (thread.birth.parent == kNoThread && !recorder.isOpen()) return;  // written when needed
  const RecordsLocked locked;
  writeThread(thread);
}

void noteThreadEnd(ThreadState& thread) noexcept {
  if (!isThisProcess()) return;
  noteEndHolding(thread);
  writeCounts(thread);
  {
    const RecordsLocked locked;
    writeOrder(thread, true);
  }
  writeUses(thread);
  writeStatistics(thread);
  if (thread.announced) {
    const RecordsLocked locked;
    writeThreadName(thread);  // it may have named itself by prctl
    recorder.append(kThreadEnd, ThreadEndRecord{thread.id, 0, thread.acquisitions});
  }
  if (thread.stackLow != 0 && thread.lowestStackLock.load(std::memory_order_relaxed) != UINTPTR_MAX)
    forgetRange(reinterpret_cast<const void*>(thread.stackLow), thread.stackHigh - thread.stackLow);
}

void noteThreadName(std::uint32_t id, const char* name) noexcept {
  const RegistryLocked registry;
  for (const ThreadState* thread = firstThread(); thread != nullptr; thread = thread->nextThread) {
    if (thread->id != id || !thread->announced) continue;  // else its record brings the name
    const RecordsLocked locked;
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
  FrameRef* frames = thread.frames;
  bool truncated = false;
  const std::size_t count = unwind(site, frames, kMostFrames, truncated);
  CallContext* context = site.python != 0 ? contextOf(site) : nullptr;
  const RecordsLocked locked;
  if (!recorder.open()) return;
  writeThread(thread);
  birth.createdStack = writeStack(frames, count, truncated ? kStackTruncated : 0,
                                  context != nullptr ? context->pythonText : nullptr,
                                  context != nullptr ? context->pythonSize : 0);
  for (std::uint32_t i = thread.depth(); i-- > 0 && birth.holdCount < 16;)
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
  const RecordsLocked locked;
  if (!recorder.isOpen()) return;
  writeThread(thread);
  for (std::uint32_t i = thread.depth(); i-- > 0 && count < 16;)
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
  enterSlowPath(thread);
  writeCounts(thread);
  const RecordsLocked locked;
  if (!recorder.open()) return;
  writeThread(thread);
  writeOrder(thread, false);
  recorder.append(kMarker, MarkerRecord{thread.id, kind}, name, std::strlen(name) + 1);
}

}  // namespace gordian::runtime
