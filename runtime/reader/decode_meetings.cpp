// Joins, conditions, semaphores and barriers; and what threads use with nothing held.
#include <algorithm>

#include "decoder.hpp"

namespace gordian::recording {
namespace {

using lockgraph::Meeting;
using lockgraph::Mode;

bool isWait(std::uint32_t kind) {
  return kind >= kWaitsCondition;
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
    default:
      return Meeting::Thread;
  }
}

}  // namespace

bool Decoder::addSignal(Payload& payload) {
  const auto record = payload.take<SignalRecord>();
  const auto held = payload.takeMany<HeldRef>(record.heldCount);
  const auto thread = threads_.find(record.thread);
  if (!payload.isGood() || !thread) return false;
  if (record.kind < kSignalCondition || record.kind > kWaitsThread) return false;
  lockgraph::Wait wait;
  wait.thread = lockgraph::ThreadId{*thread};
  wait.segment = record.segment;
  wait.sequence = now_;
  wait.kind = meetingOf(record.kind);
  wait.timed = (record.flags & kMeetingTimed) != 0;
  wait.counts = (record.flags & kMeetingCounts) != 0;
  wait.stack = stackOf(record.stack).value_or(lockgraph::StackId{});
  for (const HeldRef& one : held) {
    const auto lock = locks_.find(one.lock);
    if (!lock || one.mode > (kHeldShared | kHeldAfterWait)) return false;
    const Mode mode = (one.mode & kHeldShared) != 0 ? Mode::Shared : Mode::Exclusive;
    wait.held.push_back({lockgraph::LockId{*lock}, mode, one.serial,
                         stackOf(one.stack).value_or(lockgraph::StackId{}),
                         (one.mode & kHeldAfterWait) != 0});
  }
  if (wait.kind == Meeting::Thread) {
    // The joined thread may not have begun yet: its record may follow.
    awaited_.emplace_back(recording_.trace.waits.size(), record.object);
  } else {
    const auto fresh = static_cast<std::uint32_t>(objects_.size());
    wait.object = objects_.try_emplace({record.object, record.epoch}, fresh).first->second;
  }
  if (isWait(record.kind)) {
    recording_.trace.waits.push_back(std::move(wait));
  } else {
    recording_.trace.signals.push_back(
        {wait.thread, wait.segment, wait.kind, wait.object, std::move(wait.held), wait.stack});
  }
  return true;
}

bool Decoder::addUse(Payload& payload) {
  const auto record = payload.take<UseRecord>();
  const auto thread = threads_.find(record.thread);
  const auto lock = locks_.find(record.lock);
  if (!payload.isGood() || !lock || record.mode > static_cast<std::uint8_t>(Mode::Shared) ||
      record.acquisition > static_cast<std::uint8_t>(lockgraph::Acquisition::Try))
    return false;
  if (!thread) return true;  // one that ended before anything was recorded
  recording_.trace.uses.push_back(
      {lockgraph::ThreadId{*thread}, lockgraph::LockId{*lock}, static_cast<Mode>(record.mode),
       static_cast<lockgraph::Acquisition>(record.acquisition), record.segment,
       stackOf(record.stack).value_or(lockgraph::StackId{})});
  return true;
}

// Joins whose thread is not in the recording tell nothing.
void Decoder::finishMeetings() {
  auto& waits = recording_.trace.waits;
  std::vector<bool> isLost(waits.size());
  for (const auto& [index, number] : awaited_) {
    const auto thread =
        number < kNoThread ? threads_.find(static_cast<std::uint32_t>(number)) : std::nullopt;
    if (thread && lockgraph::ThreadId{*thread} != waits[index].thread)
      waits[index].object = *thread;
    else
      isLost[index] = true;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < waits.size(); ++i) {
    if (isLost[i]) continue;
    if (kept != i) waits[kept] = std::move(waits[i]);
    ++kept;
  }
  waits.resize(kept);
}

}  // namespace gordian::recording
