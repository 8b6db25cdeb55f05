#include "recorder.hpp"

#include <algorithm>
#include <map>

#include "meetings.hpp"

namespace gordian::oracle {
namespace {

using namespace gordian::lockgraph;

class Recorder {
 public:
  Recorder(const Program& program, std::uint64_t seed)
      : program_(program),
        machine_(program),
        dice_(seed),
        locals_(program.threads.size()),
        firstUser_(program.lockCount + program.routines.size()),
        meetings_(program, recording_.trace) {
    Trace& trace = recording_.trace;
    trace.threads.resize(program.threads.size());
    for (std::uint8_t i = 0; i < program.lockCount; ++i) {
      Lock lock;
      lock.kind = program.isRwLock[i] ? LockKind::RwLock : LockKind::Mutex;
      lock.lockClass = i;
      if (program.mainOwnsLocks) lock.creator = ThreadId{0};
      trace.locks.push_back(lock);
    }
    for (std::size_t i = 0; i < program.routines.size(); ++i) {
      Lock flag;
      flag.kind = LockKind::OnceFlag;
      flag.lockClass = static_cast<std::uint32_t>(trace.locks.size());
      if (program.mainOwnsLocks) flag.creator = ThreadId{0};
      trace.locks.push_back(flag);
    }
    if (program.parties != 0) trace.barriers.push_back({program.parties, true});
    recording_.hasHiddenOrder = program.isUneven;
  }

  std::optional<Recording> run() {
    State state;
    while (!machine_.isAllFinished(state)) {
      if (isStuck(state)) return std::nullopt;
      const std::size_t thread = dice_.roll(program_.threads.size());
      if (!state.isStarted[thread] || machine_.isFinished(state, thread)) continue;
      ask(state, thread);  // before it can wait
      if (!machine_.canStep(state, thread)) continue;
      const State next = machine_.step(state, thread);
      follow(state, next, thread);
      state = next;
    }
    meetings_.finish();
    recording_.waits = meetings_.operations();
    if (program_.semaphoreCount == 0 && dice_.chance(30)) stretch();
    return std::move(recording_);
  }

 private:
  struct Local {
    std::vector<HeldLock> held;
    std::vector<std::optional<DependencyId>> acquiredBy;  // beside held
    std::optional<DependencyId> asked;
    std::optional<std::size_t> askedAt;  // the operation that was noted last
    bool hasFailedTry = false;
    Segment segment = 0;
    std::uint32_t serial = 0;
    Segment routineBegin = 0;
    std::optional<std::size_t> rounds;  // its latest run at the barrier
  };

  bool isStuck(const State& state) const {
    for (std::size_t i = 0; i < program_.threads.size(); ++i) {
      if (machine_.canStep(state, i)) return false;
    }
    return true;
  }

  // Notes what `thread` asks for next, once.
  void ask(const State& state, std::size_t thread) {
    const Op& op = machine_.next(state, thread);
    Local& local = locals_[thread];
    if (op.act != Act::Acquire && op.act != Act::Try && op.act != Act::Take &&
        op.act != Act::Once) {
      return;
    }
    const std::size_t place = machine_.place(state, thread);
    if (local.askedAt == place) return;
    local.askedAt = place;
    ++sequence_;
    if (op.act == Act::Take) {
      meetings_.takes(thread, place, op, local.segment, local.held, state.posts[op.target] == 0,
                      sequence_);
      return;
    }
    Op asked = op;
    asked.target = machine_.wanted(state, thread);
    noteShared(asked.target, thread);
    local.asked.reset();
    meetings_.asks(thread, op, local.segment, local.held.empty());
    if (local.held.empty()) return;
    recording_.seen.emplace(thread, place, heldNumber(state, thread));
    local.asked = noteDependency(local, thread, asked);
  }

  void noteShared(std::uint8_t lock, std::size_t thread) {
    std::optional<std::size_t>& first = firstUser_[lock];
    if (!first) first = program_.mainOwnsLocks ? 0 : thread;
    std::optional<Sequence>& sharedAt = recording_.trace.locks[lock].sharedAt;
    if (*first != thread && !sharedAt) sharedAt = sequence_;
  }

  DependencyId noteDependency(const Local& local, std::size_t thread, const Op& op) {
    std::vector<std::uint64_t> key{thread, op.target, op.isShared, op.act == Act::Try};
    for (const HeldLock& h : local.held) {
      key.push_back(static_cast<std::uint64_t>(h.lock) * 2 + (h.mode == Mode::Shared ? 1 : 0));
    }
    const Occurrence now{local.segment, sequence_};
    std::vector<Dependency>& all = recording_.trace.dependencies;
    const auto fresh = static_cast<DependencyId>(all.size());
    const auto [place, isNew] = known_.emplace(std::move(key), fresh);
    if (isNew) {
      all.push_back(makeDependency(local, thread, op));
      all.back().occurrences.push_back(now);
      return fresh;
    }
    Dependency& d = all[static_cast<std::size_t>(place->second)];
    ++d.count;
    if (d.occurrences.back().segment != now.segment || becameShared(local, op, d)) {
      d.occurrences.push_back(now);
    }
    return place->second;
  }

  bool becameShared(const Local& local, const Op& op, const Dependency& d) const {
    const auto isAfter = [&](std::size_t lock) {
      const auto& sharedAt = recording_.trace.locks[lock].sharedAt;
      return sharedAt && *sharedAt > d.occurrences.back().sequence;
    };
    return isAfter(op.target) ||
           std::any_of(local.held.begin(), local.held.end(), [&](const HeldLock& h) {
             return isAfter(static_cast<std::size_t>(h.lock));
           });
  }

  Dependency makeDependency(const Local& local, std::size_t thread, const Op& op) {
    Dependency d;
    d.thread = static_cast<ThreadId>(thread);
    d.lock = static_cast<LockId>(op.target);
    d.mode = op.isShared ? Mode::Shared : Mode::Exclusive;
    d.acquisition = op.act == Act::Try ? Acquisition::Try : Acquisition::Blocking;
    d.stack = static_cast<StackId>(recording_.trace.dependencies.size() + 1);
    d.held = local.held;
    // On top of an earlier dependency where the stack of holds still says the same.
    for (std::size_t i = local.held.size(); i-- > 1 && dice_.chance(70);) {
      if (!local.acquiredBy[i]) continue;
      const std::vector<LockId> before = chain(*local.acquiredBy[i]);
      const bool isSame =
          before.size() == i && std::equal(before.begin(), before.end(), local.held.begin(),
                                           [](LockId l, const HeldLock& h) { return l == h.lock; });
      if (!isSame) continue;
      d.base = local.acquiredBy[i];
      d.held.assign(local.held.begin() + static_cast<std::ptrdiff_t>(i) + 1, local.held.end());
      break;
    }
    return d;
  }

  std::vector<LockId> chain(DependencyId id) const {
    const Dependency& d = recording_.trace.dependencies[static_cast<std::size_t>(id)];
    std::vector<LockId> locks;
    if (d.base) {
      locks = chain(*d.base);
      locks.push_back(recording_.trace.dependencies[static_cast<std::size_t>(*d.base)].lock);
    }
    for (const HeldLock& h : d.held) locks.push_back(h.lock);
    return locks;
  }

  void follow(const State& before, const State& after, std::size_t thread) {
    const Op& op = machine_.next(before, thread);
    Local& local = locals_[thread];
    Trace& trace = recording_.trace;
    const auto lock = static_cast<LockId>(op.target);
    switch (op.act) {
      case Act::Acquire:
      case Act::Try:
        if (after.held[thread][op.target] == Held::No) {
          local.hasFailedTry = true;
          return;
        }
        local.held.push_back({lock, op.isShared ? Mode::Shared : Mode::Exclusive, ++local.serial,
                              StackId{}, false, op.act == Act::Try});
        local.acquiredBy.push_back(local.asked);
        meetings_.acquired(thread);
        return;
      case Act::Release:
        for (std::size_t i = 0; i < local.held.size(); ++i) {
          if (local.held[i].lock != lock) continue;
          local.held.erase(local.held.begin() + static_cast<std::ptrdiff_t>(i));
          local.acquiredBy.erase(local.acquiredBy.begin() + static_cast<std::ptrdiff_t>(i));
        }
        return;
      case Act::Create: {
        recording_.seen.emplace(thread, machine_.place(before, thread), heldNumber(before, thread));
        if (!local.held.empty() || local.hasFailedTry) recording_.hasHiddenOrder = true;
        Thread& child = trace.threads[op.target];
        child.parent = static_cast<ThreadId>(thread);
        child.parentSegment = local.segment++;
        child.parentHolds = holds(local);
        return;
      }
      case Act::Join:
        trace.joins.push_back({static_cast<ThreadId>(thread), ++local.segment,
                               static_cast<ThreadId>(op.target), holds(local)});
        meetings_.taken(thread);
        return;
      case Act::Post:
        meetings_.posts(thread, op, local.segment, local.held, ++sequence_);
        return;
      case Act::Take:
        meetings_.taken(thread);
        return;
      case Act::Meet:
        meet(before, after, thread);
        return;
      case Act::Once:
        once(before, thread, op.target);
        return;
      case Act::Finish: {
        const std::uint8_t flag = program_.threads[thread][before.pc[thread]].target;
        const auto last = local.segment++;
        onces_.emplace(flag, static_cast<std::uint32_t>(trace.onces.size()));
        trace.onces.push_back({static_cast<ThreadId>(thread), local.routineBegin, last});
        local.held.pop_back();  // a routine gives back what it takes
        local.acquiredBy.pop_back();
        return;
      }
    }
  }

  void once(const State& before, std::size_t thread, std::uint8_t flag) {
    Local& local = locals_[thread];
    if (before.isDone[flag]) {
      // Had it come first, it would have stopped in the routine for good: so it comes later.
      for (const Op& op : program_.routines[flag]) {
        if (op.act == Act::Acquire && before.held[thread][op.target] != Held::No)
          recording_.hasHiddenOrder = true;
      }
      recording_.trace.passes.push_back(
          {onces_.at(flag), static_cast<ThreadId>(thread), ++local.segment});
      return;
    }
    local.routineBegin = ++local.segment;
    const auto lock = static_cast<LockId>(program_.lockCount + flag);
    local.held.push_back({lock, Mode::Exclusive, ++local.serial, StackId{}});
    local.acquiredBy.push_back(local.asked);
  }

  // Runs of equal distance, as the runtime makes them.
  void meet(const State& before, const State& after, std::size_t thread) {
    Local& local = locals_[thread];
    std::vector<Rounds>& all = recording_.trace.rounds;
    const std::uint32_t round = arrivals_++ / program_.parties;
    if (!local.held.empty()) recording_.hasHiddenOrder = true;
    Rounds* run = local.rounds ? &all[*local.rounds] : nullptr;
    const bool isNext = run != nullptr && run->round + run->count == round;
    if (isNext && run->count == 1) run->stride = local.segment - run->segment;
    if (isNext && local.segment == run->segment + run->count * run->stride) {
      ++run->count;
    } else {
      local.rounds = all.size();
      all.push_back({0, static_cast<ThreadId>(thread), round, 1, local.segment, 1});
      run = &all.back();
    }
    run->isLeft = false;
    for (std::size_t i = 0; i < program_.threads.size(); ++i) {
      const bool isLetGo = after.pc[i] != before.pc[i];
      if (!isLetGo) continue;
      ++locals_[i].segment;
      all[*locals_[i].rounds].isLeft = true;
    }
  }

  // As if there had been many occurrences.
  void stretch() {
    for (Dependency& d : recording_.trace.dependencies) {
      std::vector<Occurrence>& seen = d.occurrences;
      if (seen.size() < 2) continue;
      Stretch stretch{seen[1].segment, seen.back().segment, 0, seen[1].sequence,
                      seen.back().sequence};
      for (std::size_t i = 1; i < seen.size(); ++i)
        stretch.residues |= std::uint64_t{1} << seen[i].segment % kResidues;
      seen.resize(1);
      d.stretches.push_back(stretch);
    }
  }

  static std::vector<Hold> holds(const Local& local) {
    std::vector<Hold> result;
    for (const HeldLock& h : local.held) result.push_back({h.lock, h.serial});
    return result;
  }

  const Program& program_;
  Machine machine_;
  Dice dice_;
  Recording recording_;
  std::vector<Local> locals_;
  std::vector<std::optional<std::size_t>> firstUser_;
  std::map<std::vector<std::uint64_t>, DependencyId> known_;
  MeetingRecorder meetings_;
  Sequence sequence_ = 0;
  std::uint32_t arrivals_ = 0;
  std::map<std::uint8_t, std::uint32_t> onces_;  // by flag: of the trace
};

}  // namespace

std::optional<Recording> record(const Program& program, std::uint64_t seed) {
  return Recorder(program, seed).run();
}

}  // namespace gordian::oracle
