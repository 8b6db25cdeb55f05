#include "meetings.hpp"

#include "handlers.hpp"
#include "hooks/hook.hpp"
#include "memory.hpp"
#include "notices.hpp"
#include "order.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"
#include "uses.hpp"

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint32_t kMostMeetings = 1u << 16;  // of a process …
constexpr std::uint32_t kMostWaits = 1u << 15;     // … so that signals have room after them
// Ever new objects that are used in the same way tell nothing new.
constexpr std::uint32_t kMostAlike = 256;
constexpr std::size_t kWays = 1u << 12;
constexpr std::uint32_t kMostSegments = 64;  // in which a signal with nothing held is told
constexpr std::uint32_t kRepeats = kMeetingRepeats << 8;

std::uint32_t meetings;
std::uint16_t timesOfWay[kWays];
std::atomic<std::uint32_t> epochs[kObjectPlaces];  // by address: how many objects began there
std::atomic<bool> counting[kObjectPlaces];         // one of them was a semaphore above 0

bool isKnown(const ThreadState& thread, const Meeting& meeting) noexcept {
  if (thread.meetings == nullptr) return false;
  const Meeting& known = thread.meetings[placeOfObject(meeting.object) % kKnownMeetings];
  return known.object == meeting.object && known.state == meeting.state &&
         known.segment == meeting.segment && known.how == meeting.how &&
         known.epoch == meeting.epoch && known.needs == meeting.needs &&
         known.round == meeting.round;
}

// Signals of a watched object with nothing held are recorded in each segment, because what is
// ordered before a wait ends it no more; but there are programs with millions of segments.
void countSegments(const ThreadState& thread, Meeting& meeting) noexcept {
  if (thread.meetings == nullptr) return;
  const Meeting& known = thread.meetings[placeOfObject(meeting.object) % kKnownMeetings];
  if (known.object != meeting.object || known.state != meeting.state ||
      known.epoch != meeting.epoch || known.needs != meeting.needs ||
      (known.how & ~kRepeats) != meeting.how)
    return;
  meeting.segments = known.segments + (known.segment != meeting.segment ? 1 : 0);
  if (meeting.segments < kMostSegments) return;
  meeting.segments = kMostSegments;
  meeting.segment = 0;
  meeting.how |= kRepeats;
}

void remember(ThreadState& thread, const Meeting& meeting) noexcept {
  if (thread.meetings == nullptr) thread.meetings = allocateArray<Meeting>(kKnownMeetings);
  if (thread.meetings != nullptr)
    thread.meetings[placeOfObject(meeting.object) % kKnownMeetings] = meeting;
}

// The records lock is held. The innermost locks, as many as are listed anywhere else.
std::uint32_t listHeld(ThreadState& thread) noexcept {
  std::uint32_t count = 0;
  const std::uint32_t from = thread.depth() > kExplicitHolds ? thread.depth() - kExplicitHolds : 0;
  for (std::uint32_t i = from; i < thread.depth(); ++i) {
    const Held& hold = thread.held[i];
    const State& at = thread.states[hold.state];
    if (at.reentrant) continue;
    const std::uint32_t how = howOf(thread, hold);
    const std::uint32_t mode = (how & kShared) != 0 ? kHeldShared : 0;
    const std::uint32_t waited = (how & kAfterWait) != 0 ? kHeldAfterWait : 0;
    const std::uint32_t tried = (how & kTry) != 0 ? kHeldTried : 0;
    thread.listed[count++] = {writeLock(*at.entry), writePlace(hold.place), hold.serial,
                              mode | waited | tried};
  }
  return count;
}

bool isMoreOfTheSame(const ThreadState& thread, const CallSite& site, std::uint32_t kind) noexcept {
  std::uint64_t way = reinterpret_cast<std::uintptr_t>(site.pc) ^ kind;
  for (std::uint32_t i = 0; i < thread.depth(); ++i)
    way = (way ^ reinterpret_cast<std::uintptr_t>(thread.held[i].place.context)) *
          0x9E3779B97F4A7C15ull;
  std::uint16_t& times = timesOfWay[(way ^ (way >> 40)) % kWays];
  return times == kMostAlike || ++times > kMostAlike;
}

bool isWait(std::uint32_t kind) noexcept {
  return (kind >= kWaitsCondition && kind <= kWaitsThread) || kind == kWaitsFutex;
}

// The records lock is held. A signal that is left out could have been the one without the lock: at
// a watched object all are kept. Not those at a barrier, of which each round stands for itself.
bool isPastLimit(const ThreadState& thread, const Meeting& meeting, std::uint32_t kind,
                 const CallSite& site) noexcept {
  if (meetings >= (isWait(kind) ? kMostWaits : kMostMeetings)) return true;
  const bool isKept = !isWait(kind) && kind != kSignalBarrier && isWatched(meeting.object);
  return !isKept && isMoreOfTheSame(thread, site, kind);
}

// The records lock is held.
std::uint32_t listNeeds(const Needs& needs, NeedRef (&list)[kLocksOfObject]) noexcept {
  for (std::uint32_t i = 0; i < needs.count; ++i) {
    const auto& need = needs.locks[i];
    list[i] = {writeLock(*need.entry), 0, need.asked.segment, 0, 0, 0};
    if (need.state == NeedState::Far) continue;
    list[i].stack = writePlace(need.asked.place);
    list[i].mode = static_cast<std::uint8_t>(need.asked.how & kShared);
    list[i].acquisition = acquisitionOf(need.asked.how);
    list[i].flags = need.state == NeedState::Awaited ? kNeedNear | kNeedAwaited : kNeedNear;
  }
  return needs.count;
}

void record(ThreadState& thread, Meeting meeting, LockEntry* released, const Needs& needs,
            const CallSite& site) noexcept {
  if (!enterSlowPath(thread)) return;
  settle(thread);
  meeting.state = stateNow(thread);
  if (isKnown(thread, meeting)) return;
  remember(thread, meeting);
  if (recorder.isOff()) return;
  const std::uint32_t kind = meeting.how & 0xff;
  {
    const RecordsLocked locked;
    if (isPastLimit(thread, meeting, kind, site)) return;
  }
  const bool isWatching = isWait(kind) && kind != kWaitsThread && thread.depth() != 0;
  if (isWatching && !watch(thread, meeting.object, released)) return;
  FrameRef* frames = thread.frames;
  bool truncated = false;
  const std::size_t frameCount = unwind(site, frames, kMostFrames, truncated);
  const CallContext* context = site.python != 0 ? contextOf(site) : nullptr;
  const bool inHandler = !isWait(kind) && isInSignalHandler(site);
  const RecordsLocked locked;
  if (thread.depth() == 0 ? !recorder.isOpen() : !recorder.open()) return;
  ++meetings;
  writeEarlyNotices();
  writeThread(thread);
  writeOrder(thread, false);
  SignalRecord record{};
  record.heldCount = listHeld(thread);
  if (isWait(kind)) writeFirstUses(thread);
  record.thread = thread.id;
  record.segment = thread.segment;
  record.kind = kind;
  record.flags = meeting.how >> 8;
  if (inHandler) record.flags |= kMeetingInHandler;
  record.stack = writeStack(frames, frameCount, truncated ? kStackTruncated : 0,
                            context != nullptr ? context->pythonText : nullptr,
                            context != nullptr ? context->pythonSize : 0);
  record.object = reinterpret_cast<std::uintptr_t>(meeting.object);
  record.epoch = meeting.epoch;
  record.mutex = released != nullptr ? writeLock(*released) : 0;
  record.order = momentOf(thread);
  record.waitedAt = thread.waitedAt;
  record.round = meeting.round;
  NeedRef list[kLocksOfObject] = {};
  record.needCount = listNeeds(needs, list);
  const Piece pieces[] = {{&record, sizeof record},
                          {thread.listed, record.heldCount * sizeof *thread.listed},
                          {list, record.needCount * sizeof list[0]}};
  recorder.append(kSignal, pieces, 3);
}

bool isNews(const ThreadState& thread, Meeting& meeting, const Needs& needs) noexcept {
  meeting.state = stateNow(thread);
  meeting.needs = needs.signature;
  const bool isWatchedSignal = needs.signature != 0;
  // Else with nothing held the segment tells nothing that one more record would be worth.
  meeting.segment = thread.depth() == 0 && !isWatchedSignal ? 0 : thread.segment;
  if (thread.depth() == 0 && isWatchedSignal && (meeting.how & 0xff) != kSignalBarrier)
    countSegments(thread, meeting);
  return !isKnown(thread, meeting);
}

void note(ThreadState& thread, Meeting meeting, LockEntry* released, const Needs& needs,
          const CallSite& site) noexcept {
  if (!isNews(thread, meeting, needs)) return;
  const int error = errno;
  {
    const Inside inside(thread);
    record(thread, meeting, released, needs, site);
  }
  errno = error;
}

Meeting meetingAt(const void* object, std::uint32_t kind, std::uint32_t flags) noexcept {
  Meeting meeting{};
  meeting.object = object;
  meeting.how = kind | flags << 8;
  if (kind != kWaitsThread) meeting.epoch = epochOf(object);
  return meeting;
}

bool isOfInterest(const ThreadState& thread, const Meeting& meeting) noexcept {
  if (thread.quiet != 0) return false;
  const bool isFutex = (meeting.how & 0xff) == kWaitsFutex;
  return thread.depth() != 0 || (isFutex && isWatched(meeting.object));
}

void startAwait(ThreadState& thread, const void* object) noexcept {
  if (!isWatched(object)) return;
  const Inside inside(thread);
  beginAwait(thread, object);
}

void noteWaitAt(const Meeting& meeting, LockEntry* released, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return;
  dropWhatUnwound(*thread, site);
  if (isOfInterest(*thread, meeting)) note(*thread, meeting, released, {}, site);
  startAwait(*thread, meeting.object);
}

void noteSignalAt(const Meeting& meeting, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return;
  dropWhatUnwound(*thread, site);
  Needs needs;
  if (isWatched(meeting.object)) {
    const Inside inside(*thread);
    takeNeeds(*thread, meeting.object, (meeting.how & 0xff) == kSignalCondition, needs);
  }
  note(*thread, meeting, nullptr, needs, site);
}

}  // namespace

std::uint32_t epochOf(const void* object) noexcept {
  return epochs[placeOfObject(object)].load(std::memory_order_relaxed);
}

void noteWait(std::uint32_t kind, const void* object, std::uint32_t flags, LockEntry* released,
              const CallSite& site) noexcept {
  if (counting[placeOfObject(object)].load(std::memory_order_relaxed)) flags |= kMeetingCounts;
  noteWaitAt(meetingAt(object, kind, flags), released, site);
}

void expectFutexWait(const void* word, std::uint32_t flags) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr) return;
  Meeting meeting = meetingAt(word, kWaitsFutex, flags);
  if (thread->depth() != 0 && isOfInterest(*thread, meeting) && isNews(*thread, meeting, {})) {
    const int error = errno;
    const Inside inside(*thread);
    if (enterSlowPath(*thread)) {
      settle(*thread);
      watch(*thread, word, nullptr);
    }
    errno = error;
  }
  startAwait(*thread, word);
}

void noteFutexWait(const void* word, std::uint32_t flags, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  const Meeting meeting = meetingAt(word, kWaitsFutex, flags);
  if (thread != nullptr && isOfInterest(*thread, meeting))
    note(*thread, meeting, nullptr, {}, site);
}

void noteArrival(const void* barrier, std::uint32_t round, const CallSite& site) noexcept {
  Meeting meeting = meetingAt(barrier, kSignalBarrier, 0);
  meeting.round = round;
  noteSignalAt(meeting, site);
  meeting.how = kWaitsBarrier;
  noteWaitAt(meeting, nullptr, site);
}

void leaveAwait(ThreadState& thread) noexcept {
  if ((thread.inside & kInside) != 0) return;
  const Inside inside(thread);
  endAwait(thread);
}

void noteSignal(std::uint32_t kind, const void* object, const CallSite& site) noexcept {
  noteSignalAt(meetingAt(object, kind, 0), site);
}

void noteJoinWait(std::uint32_t joined, std::uint32_t flags, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  if (thread == nullptr || thread->depth() == 0 || joined == kNoThread) return;
  {
    const Inside inside(*thread);
    noteAwaited(joined);
  }
  note(*thread,
       meetingAt(reinterpret_cast<const void*>(std::uintptr_t{joined}), kWaitsThread, flags),
       nullptr, {}, site);
}

void noteObjectInit(const void* object) noexcept {
  epochs[placeOfObject(object)].fetch_add(1, std::memory_order_relaxed);
  const InsideIfKnown inside(enter());
  forgetObject(object);
}

void noteCounting(const void* semaphore) noexcept {
  counting[placeOfObject(semaphore)].store(true, std::memory_order_relaxed);
}

void forgetMeetings() noexcept {
  meetings = 0;
  for (std::uint16_t& times : timesOfWay) times = 0;
  forgetUses();
  forgetWatched();
  forgetNotices();
}

}  // namespace gordian::runtime
