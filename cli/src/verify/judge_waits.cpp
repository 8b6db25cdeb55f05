// One thread alone, and waits with a lock held: GD102 to GD105.
#include <algorithm>

#include "judge.hpp"
#include "plain_notices.hpp"
#include "plain_order.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Acquisition;
using lockgraph::HeldLock;
using lockgraph::LockId;
using lockgraph::LockKind;
using lockgraph::Mode;
using lockgraph::ThreadId;

constexpr LockId kFirst{};

const HeldLock* find(const std::vector<HeldLock>& held, LockId lock) {
  for (auto one = held.rbegin(); one != held.rend(); ++one)
    if (one->lock == lock) return &*one;
  return nullptr;
}

// Its own holder waits for it for ever.
bool stopsItsHolder(LockKind kind) {
  switch (kind) {
    case LockKind::Mutex:
    case LockKind::SpinLock:
    case LockKind::OnceFlag:
    case LockKind::StaticGuard:
      return true;
    case LockKind::RecursiveMutex:
    case LockKind::ErrorCheckMutex:
    case LockKind::RwLock:
    case LockKind::RwLockPreferWriter:
    case LockKind::Semaphore:
      return false;
  }
  return false;
}

// A thread that asks for a lock, with what it holds then.
struct Need {
  ThreadId thread{};
  Mode mode = Mode::Exclusive;
  Acquisition acquisition = Acquisition::Blocking;
  lockgraph::Segment segment = 0;  // the last one
  std::vector<HeldLock> held;
  PlainDeed deed{};  // the last time; neither position nor moment: it is not known
};

std::vector<Need> needsFor(const lockgraph::Trace& trace, LockId lock) {
  std::vector<Need> needs;
  for (const auto& d : trace.dependencies) {
    if (d.lock != lock || d.reentrant) continue;
    Need need{d.thread, d.mode, d.acquisition, 0, d.held};
    for (const auto& seen : d.occurrences) need.segment = std::max(need.segment, seen.segment);
    for (const auto& seen : d.stretches) need.segment = std::max(need.segment, seen.last);
    if (d.count <= d.occurrences.size() && d.stretches.empty())
      need.deed = {{d.thread, d.occurrences.back().segment}, d.occurrences.back().sequence, 0};
    needs.push_back(std::move(need));
  }
  for (const auto& use : trace.uses) {
    if (use.lock != lock) continue;
    Need need{use.thread, use.mode, use.acquisition, use.segment, {}};
    if (use.count == 1) need.deed = {{use.thread, use.segment}, 0, use.first};
    needs.push_back(std::move(need));
  }
  return needs;
}

// `from` waits for its end, itself or through threads that it waits for.
bool leadsTo(const lockgraph::Trace& trace, const lockgraph::Wait& from, ThreadId to) {
  std::vector<ThreadId> open{static_cast<ThreadId>(from.object)};
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (open[i] == to) return true;
    const auto add = [&](ThreadId joined) {
      if (std::find(open.begin(), open.end(), joined) == open.end()) open.push_back(joined);
    };
    for (const auto& join : trace.joins)
      if (join.joiner == open[i]) add(join.joined);
    for (const auto& wait : trace.waits)
      if (wait.kind == lockgraph::Meeting::Thread && wait.thread == open[i])
        add(static_cast<ThreadId>(wait.object));
  }
  return false;
}

Judged judgeNeed(const lockgraph::Trace& trace, const lockgraph::Wait& wait, const HeldLock& held,
                 const Need& need) {
  // A reader waits behind a writer that waits. Whether one does is not asked.
  const bool isBehind = !doConflict(held.mode, need.mode);
  if (isBehind && trace.locks[0].kind != LockKind::RwLockPreferWriter)
    return {Judgement::RuledOut, "", {"readers only"}};
  if (need.acquisition == Acquisition::Try) return {Judgement::RuledOut, "", {"trylock"}};
  if (PlainOrder(trace).precedes({need.thread, need.segment}, {wait.thread, wait.segment}))
    return {Judgement::RuledOut, "", {"ordered by join"}};
  for (const HeldLock& outer : need.held) {
    const HeldLock* gate = outer.lock == held.lock ? nullptr : find(wait.held, outer.lock);
    if (gate != nullptr && doConflict(gate->mode, outer.mode))
      return {Judgement::RuledOut, "", {"gate lock"}};
  }
  // By a semaphore or a condition the thread was done with the lock before the wait, in this run.
  const PlainOrder order(trace);
  const PlainNotices notices(trace, order);
  const PlainDeed waits{{wait.thread, wait.segment}, wait.sequence, 0};
  const bool isKnown = need.deed.position != 0 || need.deed.moment != 0;
  const bool isOver =
      isKnown && (notices.isBefore(need.deed, waits) || notices.isAnnounced(need.deed, waits));
  const bool isOpen =
      isOver || isBehind || wait.timed || held.afterWait || need.acquisition == Acquisition::Timed;
  return {isOpen ? Judgement::Possible : Judgement::Likely, ""};
}

// Who asks to write the lock that `reader` reads and asks to read again.
struct Writer {
  PlainPoint at;
  const std::vector<HeldLock>* held;
};

bool hasWriterBetween(const lockgraph::Trace& trace, const lockgraph::Dependency& reader) {
  if (trace.locks[0].kind != LockKind::RwLockPreferWriter) return false;
  const auto writes = [](const auto& asking) {
    return asking.lock == kFirst && asking.mode == Mode::Exclusive &&
           asking.acquisition == Acquisition::Blocking;
  };
  const std::vector<HeldLock> nothing;
  std::vector<Writer> writers;
  for (const auto& use : trace.uses) {
    if (!writes(use)) continue;
    writers.push_back({{use.thread, use.firstSegment}, &nothing});
    writers.push_back({{use.thread, use.segment}, &nothing});
  }
  for (const auto& d : trace.dependencies)
    if (writes(d) && !d.reentrant)
      for (const auto& seen : d.occurrences) writers.push_back({{d.thread, seen.segment}, &d.held});
  const PlainOrder order(trace);
  const PlainGuards guards = plainGuards(trace);
  const auto excludes = [&](const HeldLock& one, const HeldLock& other) {
    return one.lock == other.lock && one.lock != kFirst && doConflict(one.mode, other.mode);
  };
  for (const Writer& writer : writers) {
    bool fits = order.isKnown(writer.at) && writer.at.thread != reader.thread &&
                !isKeptApart(trace, guards, reader.thread, writer.at.thread, *writer.held) &&
                !isKeptApart(trace, guards, writer.at.thread, reader.thread, reader.held);
    for (const HeldLock& one : reader.held)
      for (const HeldLock& other : *writer.held) fits &= !excludes(one, other);
    if (!fits) continue;
    for (const auto& seen : reader.occurrences) {
      const PlainPoint at{reader.thread, seen.segment};
      if (order.isKnown(at) && !order.areOrdered(at, writer.at)) return true;
    }
  }
  return false;
}

}  // namespace

Judged judgeAgain(const ReadGrounds& grounds, bool isUpgrade) {
  if (grounds.trace.dependencies.empty()) return {Judgement::Unclear, "no acquisition is there"};
  const auto& again = grounds.trace.dependencies.front();
  const HeldLock* held = find(again.held, kFirst);
  if (again.lock != kFirst || held == nullptr)
    return {Judgement::RuledOut, "the lock is not held when it is asked for"};
  if (again.acquisition != Acquisition::Blocking)
    return {Judgement::RuledOut, "the acquisition does not wait without limit"};
  const LockKind kind = grounds.trace.locks[0].kind;
  if (isReadWrite(kind)) {
    if (again.mode == Mode::Shared && held->mode == Mode::Shared)
      return hasWriterBetween(grounds.trace, again)
                 ? Judged{Judgement::Likely, "a reader waits behind the writer that waits for it"}
                 : Judged{Judgement::RuledOut, "a reader may read again"};
    if (held->mode == Mode::Shared) return {Judgement::Likely, "a reader waits for itself"};
    return isUpgrade ? Judged{Judgement::RuledOut, "it is not held shared"}
                     : Judged{Judgement::Possible, "the C library refuses it"};
  }
  return stopsItsHolder(kind) ? Judged{Judgement::Likely, "the holder waits for itself"}
                              : Judged{Judgement::RuledOut, "such a lock lets its holder in"};
}

Judged judgeJoin(const ReadGrounds& grounds) {
  const auto& trace = grounds.trace;
  if (trace.waits.empty()) return {Judgement::Unclear, "no wait is there"};
  const auto& wait = trace.waits.front();
  const HeldLock* held = find(wait.held, kFirst);
  if (wait.kind != lockgraph::Meeting::Thread || held == nullptr)
    return {Judgement::RuledOut, "the lock is not held at the join"};
  Judged best;
  for (const Need& need : needsFor(trace, kFirst)) {
    if (need.thread == wait.thread || !leadsTo(trace, wait, need.thread)) continue;
    Judged judged = judgeNeed(trace, wait, *held, need);
    if (judged.level >= best.level) best = std::move(judged);
  }
  return best;
}

Judged judgeSignal(const ReadGrounds& grounds) {
  const auto& trace = grounds.trace;
  if (trace.waits.empty() || trace.signals.empty())
    return {Judgement::Unclear, "no wait and signal are there"};
  const auto& wait = trace.waits.front();
  const auto& signal = trace.signals.front();
  const HeldLock* held = find(wait.held, kFirst);
  if (held == nullptr) return {Judgement::RuledOut, "the lock is not held at the wait"};
  if (signal.thread == wait.thread) return {Judgement::RuledOut, "one thread is both sides"};
  const auto isBlocked = [&](const auto& need) {
    return need.lock == kFirst && doConflict(held->mode, need.mode);
  };
  const bool needsIt =
      std::any_of(signal.held.begin(), signal.held.end(), isBlocked) ||
      std::any_of(signal.needs.begin(), signal.needs.end(), isBlocked) ||
      std::any_of(trace.dependencies.begin(), trace.dependencies.end(), isBlocked) ||
      std::any_of(trace.uses.begin(), trace.uses.end(), isBlocked);
  if (!needsIt) return {Judgement::RuledOut, "whoever signals does not need the lock"};
  return {Judgement::Likely, ""};
}

}  // namespace gordian::cli
