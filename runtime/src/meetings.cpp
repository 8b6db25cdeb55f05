#include "meetings.hpp"

#include "hooks/hook.hpp"
#include "memory.hpp"
#include "recorder.hpp"
#include "records.hpp"

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint32_t kMostMeetings = 1u << 16;   // of a process
constexpr std::uint32_t kMostUses = 4096;           // of a thread …
constexpr std::uint32_t kMostUsesInAll = 1u << 18;  // … and of a process
// Ever new objects that are used in the same way tell nothing new.
constexpr std::uint32_t kMostAlike = 256;
constexpr std::size_t kWays = 1u << 12;
constexpr std::size_t kObjects = 1u << 12;

std::uint32_t meetings;
std::uint32_t uses;
std::uint16_t timesOfWay[kWays];
std::atomic<std::uint32_t> epochs[kObjects];  // by address: how many objects began there
std::atomic<bool> counting[kObjects];         // one of them was a semaphore above 0

std::size_t placeOf(const void* object) noexcept {
  return hashAddress(object) >> 52;
}

bool isKnown(ThreadState& thread, const Meeting& meeting) noexcept {
  if (thread.meetings == nullptr) return false;
  const Meeting& known = thread.meetings[placeOf(meeting.object) % kKnownMeetings];
  return known.object == meeting.object && known.state == meeting.state &&
         known.segment == meeting.segment && known.how == meeting.how &&
         known.epoch == meeting.epoch;
}

void remember(ThreadState& thread, const Meeting& meeting) noexcept {
  if (thread.meetings == nullptr) thread.meetings = allocateArray<Meeting>(kKnownMeetings);
  if (thread.meetings != nullptr)
    thread.meetings[placeOf(meeting.object) % kKnownMeetings] = meeting;
}

// The records lock is held. The innermost locks, as many as are listed anywhere else.
std::uint32_t listHeld(ThreadState& thread, const void* released) noexcept {
  std::uint32_t count = 0;
  const std::uint32_t from = thread.depth > kExplicitHolds ? thread.depth - kExplicitHolds : 0;
  for (std::uint32_t i = from; i < thread.depth; ++i) {
    const Held& hold = thread.held[i];
    const State& at = thread.states[hold.state];
    if (at.reentrant || hold.lock == released) continue;
    const std::uint32_t mode = (hold.how & kShared) != 0 ? kHeldShared : 0;
    const std::uint32_t waited = (hold.how & kAfterWait) != 0 ? kHeldAfterWait : 0;
    thread.listed[count++] = {writeLock(*at.entry), writePlace(hold.place), hold.serial,
                              mode | waited};
  }
  return count;
}

void appendUse(std::uint32_t thread, std::uint32_t segment, LockEntry& entry,
               const CallPlace& place, std::uint32_t how) noexcept {
  if (++uses > kMostUsesInAll) return;
  UseRecord record{};
  record.thread = thread;
  record.lock = writeLock(entry);
  record.stack = writePlace(place);
  record.segment = segment;
  record.mode = static_cast<std::uint8_t>(how & kShared);
  record.acquisition = acquisitionOf(how);
  recorder.append(kUse, record);
}

// A thread may have ended before anybody else asked for the lock: then its use is not written.
void writeFirstUses(ThreadState& thread) noexcept {
  for (std::uint32_t i = 0; i < thread.depth; ++i) {
    LockEntry& entry = *thread.states[thread.held[i].state].entry;
    const std::uint32_t now = recorder.generation();
    if (entry.firstThread == thread.id || entry.firstGeneration != now) continue;
    if (entry.firstWritten == now) continue;
    entry.firstWritten = now;
    appendUse(entry.firstThread, entry.firstSegment, entry, entry.first, entry.firstHow);
  }
}

bool isMoreOfTheSame(const ThreadState& thread, const CallSite& site, std::uint32_t kind) noexcept {
  std::uint64_t way = reinterpret_cast<std::uintptr_t>(site.pc) ^ kind;
  for (std::uint32_t i = 0; i < thread.depth; ++i)
    way = (way ^ reinterpret_cast<std::uintptr_t>(thread.held[i].place.context)) *
          0x9E3779B97F4A7C15ull;
  std::uint16_t& times = timesOfWay[(way ^ (way >> 40)) % kWays];
  return times == kMostAlike || ++times > kMostAlike;
}

void record(ThreadState& thread, Meeting meeting, const void* released,
            const CallSite& site) noexcept {
  enterSlowPath(thread);
  settle(thread);
  meeting.state = thread.state;
  if (isKnown(thread, meeting)) return;
  remember(thread, meeting);
  if (recorder.isOff()) return;
  FrameRef* frames = thread.frames;
  bool truncated = false;
  const std::size_t frameCount = unwind(site, frames, kMostFrames, truncated);
  const CallContext* context = site.python != 0 ? contextOf(site) : nullptr;
  const std::uint32_t kind = meeting.how & 0xff;
  const RecordsLocked locked;
  if (meetings >= kMostMeetings || isMoreOfTheSame(thread, site, kind)) return;
  if (thread.depth == 0 ? !recorder.isOpen() : !recorder.open()) return;
  ++meetings;
  writeThread(thread);
  SignalRecord record{};
  record.heldCount = listHeld(thread, released);
  if (kind == kWaitsThread) writeFirstUses(thread);
  record.thread = thread.id;
  record.segment = thread.segment;
  record.kind = kind;
  record.flags = meeting.how >> 8;
  record.stack = writeStack(frames, frameCount, truncated ? kStackTruncated : 0,
                            context != nullptr ? context->pythonText : nullptr,
                            context != nullptr ? context->pythonSize : 0);
  record.object = reinterpret_cast<std::uintptr_t>(meeting.object);
  record.epoch = meeting.epoch;
  recorder.append(kSignal, record, thread.listed, record.heldCount * sizeof *thread.listed);
}

void note(ThreadState& thread, std::uint32_t kind, const void* object, std::uint32_t epoch,
          std::uint32_t flags, const void* released, const CallSite& site) noexcept {
  // With nothing held the segment tells nothing that one more record would be worth.
  const Meeting meeting{object, thread.state, thread.depth == 0 ? 0 : thread.segment,
                        kind | flags << 8, epoch};
  if (isKnown(thread, meeting)) return;
  const int error = errno;
  {
    const Inside inside(thread);
    record(thread, meeting, released, site);
  }
  errno = error;
}

}  // namespace

void noteWait(std::uint32_t kind, const void* object, std::uint32_t flags, const void* released,
              const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr || thread->depth == 0) return;
  if (thread->depth == 1 && thread->held[0].lock == released) return;
  const std::size_t place = placeOf(object);
  if (counting[place].load(std::memory_order_relaxed)) flags |= kMeetingCounts;
  note(*thread, kind, object, epochs[place].load(std::memory_order_relaxed), flags, released, site);
}

void noteSignal(std::uint32_t kind, const void* object, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return;
  note(*thread, kind, object, epochs[placeOf(object)].load(std::memory_order_relaxed), 0, nullptr,
       site);
}

void noteJoinWait(std::uint32_t joined, std::uint32_t flags, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr || thread->depth == 0 || joined == kNoThread) return;
  note(*thread, kWaitsThread, reinterpret_cast<const void*>(std::uintptr_t{joined}), 0, flags,
       nullptr, site);
}

void noteObjectInit(const void* object) noexcept {
  epochs[placeOf(object)].fetch_add(1, std::memory_order_relaxed);
}

void noteCounting(const void* semaphore) noexcept {
  counting[placeOf(semaphore)].store(true, std::memory_order_relaxed);
}

void writeUses(ThreadState& thread) noexcept {
  if (!recorder.isOpen() || !thread.announced) return;
  const RecordsLocked locked;
  std::uint32_t left = kMostUses;
  for (std::uint32_t i = 0; i <= thread.transitionMask && left != 0; ++i) {
    const Transition& transition = thread.transitions[i];
    if (transition.lock == nullptr || transition.ignored != 0 || transition.from != 0) continue;
    State& state = thread.states[transition.to];
    LockEntry* entry = state.entry;
    if (state.useWritten || entry == nullptr || entry->instance != state.instance) continue;
    if (!entry->shared || entry->tainted) continue;
    state.useWritten = true;
    appendUse(thread.id, transition.segment, *entry, {transition.context, transition.cfa},
              transition.how);
    --left;
  }
}

void forgetMeetings() noexcept {
  meetings = uses = 0;
  for (std::uint16_t& times : timesOfWay) times = 0;
}

}  // namespace gordian::runtime
