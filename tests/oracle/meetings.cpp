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
    : trace_(trace), locals_(program.threads.size()), semaphores_(program.semaphores) {}

void MeetingRecorder::asks(std::size_t thread, const Op& op, bool isAfterWait, Segment segment,
                           bool holdsNothing) {
  Local& local = locals_[thread];
  const Mode mode = op.isShared ? Mode::Shared : Mode::Exclusive;
  ++time_;
  if (holdsNothing) {
    Use use;
    use.thread = static_cast<ThreadId>(thread);
    use.lock = static_cast<LockId>(op.target);
    use.mode = mode;
    use.acquisition = op.act == Act::Try     ? Acquisition::Try
                      : op.act == Act::Timed ? Acquisition::Timed
                                             : Acquisition::Blocking;
    use.firstSegment = segment;
    use.first = local.clock + 1;
    const std::vector<std::uint64_t> key{thread, op.target, op.isShared,
                                         static_cast<std::uint64_t>(use.acquisition), isAfterWait};
    Use& known = uses_.try_emplace(key, use).first->second;
    known.segment = segment;
    ++known.count;
  }
  if (!watchedLocks_.contains(op.target)) return;
  Asked& asked = local.asked[op.target];
  const lockgraph::Moment now = local.clock + 1;
  if (asked.touched != now) asked.touchedBefore = asked.touched;
  asked.touched = now;
  if (op.act == Act::Try || op.act == Act::Timed || isAfterWait) return;
  asked.moment = now;
  asked.mode = mode;
  asked.segment = segment;
  asked.time = time_;
}

void MeetingRecorder::acquired(std::size_t thread) {
  ++locals_[thread].clock;
}

void MeetingRecorder::watch(const Encounter& at) {
  const auto [place, isNew] = watched_.try_emplace({at.kind, at.object});
  Watched& watched = place->second;
  if (isNew)
    watched.mutex = at.mutex;
  else if (watched.mutex != at.mutex)
    watched.hasSeveralMutexes = true;
  for (const HeldLock& h : at.held) {
    const auto lock = static_cast<std::uint8_t>(h.lock);
    if (watched.locks.try_emplace(lock, watchedCount_ + 1).second) ++watchedCount_;
    watchedLocks_.insert(lock);
  }
  if (at.mutex) watchedLocks_.insert(*at.mutex);
}

void MeetingRecorder::waits(const Encounter& at, bool hasToWait) {
  Local& local = locals_[at.thread];
  ++time_;
  std::vector<std::uint64_t> key{
      static_cast<std::uint64_t>(at.kind), at.object, at.thread, at.place, at.segment, at.round};
  append(key, at.held);
  if (!at.held.empty() && known_.insert(key).second) {
    Wait wait;
    wait.thread = static_cast<ThreadId>(at.thread);
    wait.segment = at.segment;
    wait.sequence = at.sequence;
    wait.kind = at.kind;
    wait.object = at.object;
    wait.held = at.held;
    wait.round = at.round;
    wait.counts = at.kind == Meeting::Semaphore && semaphores_[at.object] > 0;
    if (at.mutex) wait.mutex = static_cast<LockId>(*at.mutex);
    wait.stack = static_cast<StackId>(1 + trace_.waits.size());
    trace_.waits.push_back(wait);
    places_.push_back(at.place);
    writeUses(at.thread);
    if (at.kind != Meeting::Thread) watch(at);
  }
  const auto watched = watched_.find({at.kind, at.object});
  if (!hasToWait || watched == watched_.end()) return;
  local.awaits = watched->first;
  local.awaitsSince = time_;
  if (watched->second.since == 0) watched->second.since = time_;
}

void MeetingRecorder::passed(std::size_t thread) {
  Local& local = locals_[thread];
  ++time_;
  local.waitedAt = local.clock;
  local.watchedThen = watchedCount_;
  if (local.awaits && watched_[*local.awaits].since == local.awaitsSince)
    watched_[*local.awaits].since = 0;
  local.awaits.reset();
}

bool MeetingRecorder::isMutexTakenOnce(const Encounter& at, const Watched& watched,
                                       const Asked& asked) const {
  const auto& all = locals_[at.thread].asked;
  const auto mutex = all.find(*watched.mutex);
  if (mutex == all.end() || mutex->second.touched < asked.moment)
    return holds(at.held, *watched.mutex);
  return mutex->second.touchedBefore < asked.moment;
}

std::vector<WakerNeed> MeetingRecorder::needsOf(const Encounter& at, const Watched& watched) const {
  const Local& local = locals_[at.thread];
  std::vector<WakerNeed> needs;
  for (const auto& [lock, number] : watched.locks) {
    if (holds(at.held, lock)) continue;
    WakerNeed need;
    need.lock = static_cast<LockId>(lock);
    const auto asked = local.asked.find(lock);
    if (asked == local.asked.end() || asked->second.moment == 0) {
      if (local.watchedThen >= number) needs.push_back(need);
      continue;
    }
    need.mode = asked->second.mode;
    need.segment = asked->second.segment;
    need.isNear = asked->second.moment > local.waitedAt;
    if (need.isNear && at.kind == Meeting::Condition) {
      if (!watched.mutex || watched.hasSeveralMutexes) continue;
      need.isNear = isMutexTakenOnce(at, watched, asked->second);
    }
    need.isAwaited = need.isNear && watched.since != 0 && watched.since < asked->second.time;
    needs.push_back(need);
  }
  return needs;
}

void MeetingRecorder::signals(const Encounter& at) {
  Local& local = locals_[at.thread];
  const auto watched = watched_.find({at.kind, at.object});
  const bool isWatched = watched != watched_.end();
  ++time_;
  if (at.kind == Meeting::Condition && !isWatched) return;
  Signal signal;
  signal.thread = static_cast<ThreadId>(at.thread);
  signal.segment = at.segment;
  signal.kind = at.kind;
  signal.object = at.object;
  signal.round = at.round;
  signal.held = at.held;
  signal.sequence = at.sequence;
  signal.order = local.clock;
  signal.waitedAt = local.waitedAt;
  if (isWatched) {
    signal.needs = needsOf(at, watched->second);
    watched->second.since = 0;
  }
  std::vector<std::uint64_t> key{100 + static_cast<std::uint64_t>(at.kind), at.thread, at.object,
                                 at.round};
  if (!at.held.empty() || isWatched) key.push_back(at.segment);
  append(key, at.held);
  for (const WakerNeed& need : signal.needs) {
    key.push_back(1000 + static_cast<std::uint64_t>(need.lock) * 4 + (need.isNear ? 1 : 0) +
                  (need.isAwaited ? 2 : 0));
  }
  if (known_.insert(key).second) trace_.signals.push_back(std::move(signal));
}

void MeetingRecorder::notice(std::size_t thread, Meeting kind, std::uint8_t object, bool isTaken,
                             Segment segment, Sequence sequence) {
  constexpr std::uint32_t kMostOfThread = 4;
  const std::uint32_t count =
      ++notices_[{thread, static_cast<std::uint64_t>(kind), object, isTaken}];
  if (count > kMostOfThread) return;
  Notice notice;
  notice.thread = static_cast<ThreadId>(thread);
  notice.segment = segment;
  notice.sequence = sequence;
  notice.kind = kind;
  notice.object = object;
  notice.isTaken = isTaken;
  notice.isLast = count == kMostOfThread;
  notice.order = locals_[thread].clock;
  trace_.notices.push_back(notice);
}

void MeetingRecorder::writeUses(std::size_t thread) {
  for (const auto& [key, use] : uses_) {
    if (key[0] == thread) written_.insert_or_assign(key, use);
  }
}

void MeetingRecorder::finish(const std::vector<bool>& hasEnded) {
  for (std::size_t i = 0; i < hasEnded.size(); ++i)
    if (hasEnded[i]) writeUses(i);
  for (const auto& [unused, use] : written_) trace_.uses.push_back(use);
}

}  // namespace gordian::oracle
