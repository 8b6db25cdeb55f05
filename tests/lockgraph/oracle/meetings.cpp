#include "meetings.hpp"

#include <algorithm>

namespace gordian::oracle {
namespace {

using namespace gordian::lockgraph;

void append(std::vector<std::uint64_t>& key, const std::vector<HeldLock>& held) {
  for (const HeldLock& h : held)
    key.push_back(static_cast<std::uint64_t>(h.lock) * 2 + (h.mode == Mode::Shared ? 1 : 0));
}

bool holds(const std::vector<HeldLock>& held, std::uint8_t lock) {
  return std::any_of(held.begin(), held.end(),
                     [&](const HeldLock& h) { return static_cast<std::size_t>(h.lock) == lock; });
}

}  // namespace

MeetingRecorder::MeetingRecorder(const Program& program, Trace& trace)
    : trace_(trace), locals_(program.threads.size()), watched_(program.semaphoreCount) {}

void MeetingRecorder::asks(std::size_t thread, const Op& op, Segment segment, bool holdsNothing) {
  Local& local = locals_[thread];
  const Mode mode = op.isShared ? Mode::Shared : Mode::Exclusive;
  const bool isTry = op.act == Act::Try;
  ++time_;
  if (holdsNothing) {
    Use use;
    use.thread = static_cast<ThreadId>(thread);
    use.lock = static_cast<LockId>(op.target);
    use.mode = mode;
    use.acquisition = isTry ? Acquisition::Try : Acquisition::Blocking;
    use.firstSegment = segment;
    use.first = local.clock + 1;
    Use& known = uses_.try_emplace({thread, op.target, op.isShared, isTry}, use).first->second;
    known.segment = segment;
    ++known.count;
  }
  const bool isWatched = std::any_of(watched_.begin(), watched_.end(), [&](const Watched& watched) {
    return watched.locks.contains(op.target);
  });
  if (isWatched && !isTry) local.asked[op.target] = {local.clock + 1, mode, segment, time_};
}

void MeetingRecorder::acquired(std::size_t thread) {
  ++locals_[thread].clock;
}

void MeetingRecorder::takes(std::size_t thread, std::size_t operation, const Op& op,
                            Segment segment, const std::vector<HeldLock>& held, bool hasToWait,
                            Sequence sequence) {
  Local& local = locals_[thread];
  Watched& watched = watched_[op.target];
  ++time_;
  std::vector<std::uint64_t> key{0, thread, operation, segment};
  append(key, held);
  if (!held.empty() && known_.insert(key).second) {
    Wait wait;
    wait.thread = static_cast<ThreadId>(thread);
    wait.segment = segment;
    wait.sequence = sequence;
    wait.kind = Meeting::Semaphore;
    wait.object = op.target;
    wait.held = held;
    wait.stack = static_cast<StackId>(1 + trace_.waits.size());
    trace_.waits.push_back(wait);
    operations_.push_back(operation);
    for (const HeldLock& h : held)
      if (watched.locks.try_emplace(static_cast<std::uint8_t>(h.lock), watchedCount_ + 1).second)
        ++watchedCount_;
  }
  if (!hasToWait || watched.locks.empty()) return;
  local.awaits = op.target;
  local.awaitsSince = time_;
  if (watched.since == 0) watched.since = time_;
}

void MeetingRecorder::taken(std::size_t thread) {
  Local& local = locals_[thread];
  ++time_;
  local.waitedAt = local.clock;
  local.watchedThen = watchedCount_;
  if (local.awaits && watched_[*local.awaits].since == local.awaitsSince)
    watched_[*local.awaits].since = 0;
  local.awaits.reset();
}

std::vector<WakerNeed> MeetingRecorder::needsOf(const Local& local, const Watched& watched,
                                                const std::vector<HeldLock>& held) const {
  std::vector<WakerNeed> needs;
  for (const auto& [lock, number] : watched.locks) {
    if (holds(held, lock)) continue;
    WakerNeed need;
    need.lock = static_cast<LockId>(lock);
    const auto asked = local.asked.find(lock);
    if (asked == local.asked.end()) {
      if (local.watchedThen >= number) needs.push_back(need);
      continue;
    }
    need.mode = asked->second.mode;
    need.segment = asked->second.segment;
    need.isNear = asked->second.moment > local.waitedAt;
    need.isAwaited = need.isNear && watched.since != 0 && watched.since < asked->second.time;
    needs.push_back(need);
  }
  return needs;
}

void MeetingRecorder::posts(std::size_t thread, const Op& op, Segment segment,
                            const std::vector<HeldLock>& held, Sequence sequence) {
  Local& local = locals_[thread];
  Watched& watched = watched_[op.target];
  ++time_;
  Signal signal;
  signal.thread = static_cast<ThreadId>(thread);
  signal.segment = segment;
  signal.kind = Meeting::Semaphore;
  signal.object = op.target;
  signal.held = held;
  signal.sequence = sequence;
  signal.order = local.clock;
  signal.waitedAt = local.waitedAt;
  signal.needs = needsOf(local, watched, held);
  watched.since = 0;
  std::vector<std::uint64_t> key{1, thread, op.target};
  if (!held.empty() || !signal.needs.empty()) key.push_back(segment);
  append(key, held);
  for (const WakerNeed& need : signal.needs) {
    key.push_back(1000 + static_cast<std::uint64_t>(need.lock) * 4 + (need.isNear ? 1 : 0) +
                  (need.isAwaited ? 2 : 0));
  }
  if (known_.insert(key).second) trace_.signals.push_back(std::move(signal));
}

void MeetingRecorder::finish() {
  for (const auto& [unused, use] : uses_) trace_.uses.push_back(use);
}

}  // namespace gordian::oracle
