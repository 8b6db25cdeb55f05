// Joins, conditions, semaphores and barriers; and what threads use with nothing held.
#include <algorithm>

#include "decoder.hpp"

namespace gordian::recording {
namespace {

using lockgraph::Acquisition;
using lockgraph::Meeting;
using lockgraph::Mode;

bool isWait(std::uint32_t kind) {
  return (kind >= kWaitsCondition && kind <= kWaitsThread) || kind == kWaitsFutex;
}

Meeting meetingOf(std::uint32_t kind) {
  switch (kind) {
    case kSignalCondition:
    case kWaitsCondition:
      return Meeting::Condition;
    case kSignalSemaphore:
    case kWaitsSemaphore:
      return Meeting::Semaphore;
    case kSignalBarrier:
    case kWaitsBarrier:
      return Meeting::Barrier;
    case kSignalFutex:
    case kWaitsFutex:
      return Meeting::Futex;
    default:
      return Meeting::Thread;
  }
}

template <typename T>
void sortBySequence(std::vector<T>& list) {
  const auto isBefore = [](const T& a, const T& b) { return a.sequence < b.sequence; };
  if (!std::is_sorted(list.begin(), list.end(), isBefore))
    std::stable_sort(list.begin(), list.end(), isBefore);
}

}  // namespace

std::optional<lockgraph::WakerNeed> Decoder::needOf(const NeedRef& reference) const {
  const auto lock = locks_.find(reference.lock);
  if (!lock || reference.mode > static_cast<std::uint8_t>(Mode::Shared) ||
      reference.acquisition > static_cast<std::uint8_t>(Acquisition::Try) ||
      reference.flags > (kNeedNear | kNeedAwaited))
    return std::nullopt;
  lockgraph::WakerNeed need;
  need.lock = lockgraph::LockId{*lock};
  need.mode = static_cast<Mode>(reference.mode);
  need.acquisition = static_cast<Acquisition>(reference.acquisition);
  need.segment = reference.segment;
  need.stack = stackOf(reference.stack).value_or(lockgraph::StackId{});
  need.isNear = (reference.flags & kNeedNear) != 0;
  need.isAwaited = (reference.flags & kNeedAwaited) != 0;
  return need;
}

bool Decoder::addSignal(Payload& payload) {
  const auto record = payload.take<SignalRecord>();
  const auto held = payload.takeMany<HeldRef>(record.heldCount);
  const auto needs = payload.takeMany<NeedRef>(record.needCount);
  const auto thread = threads_.find(record.thread);
  if (!payload.isGood() || !thread) return false;
  if (record.kind < kSignalCondition || record.kind > kWaitsFutex) return false;
  lockgraph::Signal signal;
  signal.thread = lockgraph::ThreadId{*thread};
  signal.segment = record.segment;
  signal.sequence = now_;
  signal.kind = meetingOf(record.kind);
  signal.round = record.round;
  signal.order = record.order;
  signal.waitedAt = record.waitedAt;
  signal.repeats = (record.flags & kMeetingRepeats) != 0;
  signal.inHandler = (record.flags & kMeetingInHandler) != 0;
  signal.stack = stackOf(record.stack).value_or(lockgraph::StackId{});
  for (const HeldRef& one : held) {
    const auto lock = locks_.find(one.lock);
    if (!lock || one.mode > (kHeldShared | kHeldAfterWait | kHeldTried)) return false;
    const Mode mode = (one.mode & kHeldShared) != 0 ? Mode::Shared : Mode::Exclusive;
    signal.held.push_back({lockgraph::LockId{*lock}, mode, one.serial,
                           stackOf(one.stack).value_or(lockgraph::StackId{}),
                           (one.mode & kHeldAfterWait) != 0, (one.mode & kHeldTried) != 0});
  }
  for (const NeedRef& one : needs) {
    auto need = needOf(one);
    if (!need) return false;
    signal.needs.push_back(*need);
  }
  if (signal.kind != Meeting::Thread) signal.object = numberOf(record.object, record.epoch);
  if (!isWait(record.kind)) {
    recording_.trace.signals.push_back(std::move(signal));
    return true;
  }
  lockgraph::Wait wait;
  wait.thread = signal.thread;
  wait.segment = signal.segment;
  wait.sequence = signal.sequence;
  wait.kind = signal.kind;
  wait.object = signal.object;
  wait.round = signal.round;
  wait.timed = (record.flags & kMeetingTimed) != 0;
  wait.counts = (record.flags & kMeetingCounts) != 0;
  if (const auto mutex = locks_.find(record.mutex)) wait.mutex = lockgraph::LockId{*mutex};
  wait.held = std::move(signal.held);
  wait.stack = signal.stack;
  if (wait.kind == Meeting::Thread)  // it may not have begun yet: its record may follow
    awaited_.emplace_back(std::move(wait), record.object);
  else
    recording_.trace.waits.push_back(std::move(wait));
  return true;
}

std::uint32_t Decoder::numberOf(std::uint64_t object, std::uint32_t epoch) {
  const auto fresh = static_cast<std::uint32_t>(objects_.size());
  return objects_.try_emplace({object, epoch}, fresh).first->second;
}

bool Decoder::addNotice(Payload& payload) {
  const auto record = payload.take<NoticeRecord>();
  const bool isGiven = record.kind == kSignalCondition || record.kind == kSignalSemaphore;
  if (!payload.isGood() ||
      (!isGiven && record.kind != kWaitsCondition && record.kind != kWaitsSemaphore))
    return false;
  const auto thread = threads_.find(record.thread);
  const bool isEarly = (record.flags & kNoticeEarly) != 0;
  if (!thread) return isEarly;  // one that ended before anything was recorded
  lockgraph::Notice notice;
  notice.thread = lockgraph::ThreadId{*thread};
  notice.segment = record.segment;
  notice.sequence = isEarly ? 0 : now_;
  notice.kind = meetingOf(record.kind);
  notice.object = numberOf(record.object, record.epoch);
  notice.isTaken = !isGiven;
  notice.gaveUp = (record.flags & kNoticeGaveUp) != 0;
  notice.isLast = (record.flags & kNoticeLast) != 0;
  notice.isLastOfAll = (record.flags & kNoticeLastOfAll) != 0;
  notice.order = record.order;
  recording_.trace.notices.push_back(notice);
  return true;
}

bool Decoder::addUse(Payload& payload) {
  const auto record = payload.take<UseRecord>();
  const auto thread = threads_.find(record.thread);
  const auto lock = locks_.find(record.lock);
  if (!payload.isGood() || !lock || record.mode > static_cast<std::uint8_t>(Mode::Shared) ||
      record.acquisition > static_cast<std::uint8_t>(Acquisition::Try))
    return false;
  if (!thread) return true;  // one that ended before anything was recorded
  lockgraph::Use use;
  use.thread = lockgraph::ThreadId{*thread};
  use.lock = lockgraph::LockId{*lock};
  use.mode = static_cast<Mode>(record.mode);
  use.acquisition = static_cast<Acquisition>(record.acquisition);
  use.segment = record.segment;
  use.stack = stackOf(record.stack).value_or(lockgraph::StackId{});
  use.firstSegment = record.firstSegment;
  use.first = record.firstOrder;
  use.count = record.count;
  recording_.trace.uses.push_back(use);
  return true;
}

// Joins whose thread is not in the recording tell nothing.
void Decoder::connectMeetings() {
  auto& waits = recording_.trace.waits;
  std::erase_if(awaited_, [&](auto& one) {
    auto& [wait, number] = one;
    const auto thread =
        number < kNoThread ? threads_.find(static_cast<std::uint32_t>(number)) : std::nullopt;
    if (!thread) return false;
    wait.object = *thread;
    if (lockgraph::ThreadId{*thread} != wait.thread) waits.push_back(std::move(wait));
    return true;
  });
  sortBySequence(waits);
  sortBySequence(recording_.trace.notices);
}

}  // namespace gordian::recording
