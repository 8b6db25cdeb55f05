#include "recorder.hpp"

#include <algorithm>
#include <optional>

#include "generator.hpp"
#include "holdings.hpp"
#include "meetings.hpp"
#include "order_recorder.hpp"

namespace gordian::oracle {
namespace {

using namespace gordian::lockgraph;

LockKind kindOf(Kind kind) {
  switch (kind) {
    case Kind::Mutex:
      return LockKind::Mutex;
    case Kind::Recursive:
      return LockKind::RecursiveMutex;
    case Kind::Spin:
      return LockKind::SpinLock;
    case Kind::Semaphore:
      return LockKind::Semaphore;
    case Kind::RwLock:
      return LockKind::RwLock;
    case Kind::PreferWriter:
      return LockKind::RwLockPreferWriter;
  }
  return LockKind::Mutex;
}

class Recorder {
 public:
  Recorder(const Program& program, std::uint64_t seed)
      : program_(program),
        machine_(program),
        dice_(seed),
        askedAt_(program.threads.size()),
        firstUser_(program.locks.size() + program.routines.size()),
        holdings_(program.threads.size(), recording_.trace, dice_),
        meetings_(program, recording_.trace),
        order_(program, recording_.trace) {
    Trace& trace = recording_.trace;
    trace.threads.resize(program.threads.size());
    for (const Kind kind : program.locks) addLock(kindOf(kind));
    for (std::size_t i = 0; i < program.routines.size(); ++i) addLock(LockKind::OnceFlag);
  }

  Recording run() {
    State state = machine_.begin();
    std::vector<State> next;
    std::uint64_t steps = 0;
    recording_.middle = state;
    while (!machine_.isAllFinished(state)) {
      if (isStuck(state)) {
        recording_.isStuck = true;
        break;
      }
      const std::size_t thread = dice_.roll(program_.threads.size());
      if (!isPresent(state, thread)) continue;
      ask(state, thread);  // before it can wait
      if (!machine_.canStep(state, thread)) continue;
      next.clear();
      machine_.step(state, thread, next);
      const State after = next[dice_.roll(next.size())];
      follow(state, after, thread);
      state = after;
      if (dice_.roll(++steps) == 0) recording_.middle = state;
    }
    std::vector<bool> hasEnded;
    for (std::size_t i = 0; i < program_.threads.size(); ++i) {
      if (isPresent(state, i)) ask(state, i);
      hasEnded.push_back(machine_.isFinished(state, i));
    }
    for (const Moment& moment : bare_)
      if (!hasEnded[std::get<0>(moment)]) recording_.seen.erase(moment);
    meetings_.finish(hasEnded);
    recording_.waits = meetings_.places();
    if (recording_.trace.waits.empty() && dice_.chance(30)) holdings_.stretch();
    return std::move(recording_);
  }

 private:
  void addLock(LockKind kind) {
    Lock lock;
    lock.kind = kind;
    lock.lockClass = static_cast<std::uint32_t>(recording_.trace.locks.size());
    if (program_.mainOwnsLocks) lock.creator = ThreadId{0};
    recording_.trace.locks.push_back(lock);
  }

  bool isPresent(const State& state, std::size_t thread) const {
    return (state.started >> thread & 1) != 0 && !machine_.isFinished(state, thread);
  }
  bool isStuck(const State& state) const {
    for (std::size_t i = 0; i < program_.threads.size(); ++i) {
      if (machine_.canStep(state, i)) return false;
    }
    return true;
  }
  Segment& segment(std::size_t thread) { return order_.segment(thread); }
  // Notes what `thread` asks for next, once.
  void ask(const State& state, std::size_t thread) {
    const Op& op = machine_.next(state, thread);
    const std::size_t place = machine_.place(state, thread);
    if (state.phase[thread] != Phase::None || askedAt_[thread] == place) return;
    if (op.act == Act::Wait || op.act == Act::Await) return;  // when it goes to sleep
    askedAt_[thread] = place;
    ++sequence_;
    recording_.seen.emplace(thread, place, heldNumber(state, thread));
    switch (op.act) {
      case Act::Acquire:
      case Act::Try:
      case Act::Timed:
      case Act::Once: {
        Op asked = op;
        asked.target = machine_.wanted(state, thread);
        if (holdings_.areNone(thread)) bare_.emplace(thread, place, heldNumber(state, thread));
        askLock(thread, asked, false);
        return;
      }
      case Act::Take:
        meetings_.waits(encounter(thread, Meeting::Semaphore, op.target, place),
                        state.posts[op.target] == 0);
        return;
      case Act::Join:
        meetings_.waits(encounter(thread, Meeting::Thread, op.target, place), true);
        return;
      default:
        return;
    }
  }

  Encounter encounter(std::size_t thread, Meeting kind, std::uint8_t object, std::size_t place) {
    Encounter at;
    at.thread = thread;
    at.kind = kind;
    at.object = object;
    at.place = place;
    at.segment = segment(thread);
    at.sequence = sequence_;
    at.held = holdings_.of(thread);
    return at;
  }

  void askLock(std::size_t thread, const Op& op, bool isAfterWait) {
    noteShared(op.target, thread);
    meetings_.asks(thread, op, isAfterWait, segment(thread), holdings_.areNone(thread));
    holdings_.asks(thread, op, isAfterWait, {segment(thread), sequence_});
  }

  void notice(std::size_t thread, Meeting kind, std::uint8_t object, bool isTaken) {
    meetings_.notice(thread, kind, object, isTaken, segment(thread), ++sequence_);
  }

  void noteShared(std::uint8_t lock, std::size_t thread) {
    std::optional<std::size_t>& first = firstUser_[lock];
    if (!first) first = program_.mainOwnsLocks ? 0 : thread;
    std::optional<Sequence>& sharedAt = recording_.trace.locks[lock].sharedAt;
    if (*first != thread && !sharedAt) sharedAt = sequence_;
  }

  void push(std::size_t thread, const Op& op, bool isAfterWait) {
    holdings_.push(thread, op, isAfterWait);
    meetings_.acquired(thread);
  }

  void follow(const State& before, const State& after, std::size_t thread) {
    const Op& op = machine_.next(before, thread);
    switch (op.act) {
      case Act::Acquire:
      case Act::Try:
      case Act::Timed:
        if (after.held[thread][op.target] != before.held[thread][op.target])
          push(thread, op, false);
        break;
      case Act::Release:
        holdings_.pop(thread, op.target);
        break;
      case Act::Create:
        order_.created(thread, op.target, holdings_.stretchesOf(thread));
        break;
      case Act::Join:
        order_.joined(thread, op.target, holdings_.stretchesOf(thread));
        meetings_.passed(thread);
        break;
      case Act::Post:
        ++sequence_;
        notice(thread, Meeting::Semaphore, op.target, false);
        meetings_.signals(
            encounter(thread, Meeting::Semaphore, op.target, machine_.place(before, thread)));
        break;
      case Act::Take:
        notice(thread, Meeting::Semaphore, op.target, true);
        meetings_.passed(thread);
        break;
      case Act::Meet:
        meet(before, after, thread);
        break;
      case Act::Once:
        if ((before.done >> op.target & 1) != 0) {
          order_.passed(thread, op.target);
        } else {
          order_.routineBegins(thread);
          push(thread, {Act::Once, machine_.wanted(before, thread), false, 0}, false);
        }
        break;
      case Act::Finish: {
        const std::uint8_t flag = program_.threads[thread][before.pc[thread]].target;
        order_.routineEnds(thread, flag);
        holdings_.pop(thread, static_cast<std::uint8_t>(program_.locks.size() + flag));
        break;
      }
      case Act::Wait:
      case Act::Await:
        wait(before, after, thread);
        break;
      case Act::Signal:
      case Act::Set:
        ++sequence_;
        notice(thread, Meeting::Condition, op.target, false);
        meetings_.signals(
            encounter(thread, Meeting::Condition, op.target, machine_.place(before, thread)));
        break;
    }
    // The same operation again is another one: a condition's loop, and what comes behind it.
    if (after.pc[thread] != before.pc[thread]) askedAt_[thread].reset();
  }

  void meet(const State& before, const State& after, std::size_t thread) {
    const std::size_t place = machine_.place(before, thread);
    Encounter at = encounter(thread, Meeting::Barrier, 0, place);
    ++sequence_;
    at.sequence = sequence_;
    at.round = order_.roundNow() + 1;
    meetings_.signals(at);
    meetings_.waits(at, after.phase[thread] == Phase::Meeting);
    order_.arrived(thread);
    for (std::size_t i = 0; i < program_.threads.size(); ++i) {
      if (after.pc[i] == before.pc[i] && after.inRoutine[i] == before.inRoutine[i]) continue;
      order_.left(i);
      meetings_.passed(i);
    }
  }

  void wait(const State& before, const State& after, std::size_t thread) {
    const Op& op = machine_.next(before, thread);
    const Op mutex{Act::Acquire, op.mutex, false, 0};
    if (before.phase[thread] == Phase::Woken) {
      meetings_.passed(thread);
      push(thread, mutex, true);
      notice(thread, Meeting::Condition, op.target, true);
      return;
    }
    if (after.phase[thread] != Phase::Asleep) return;
    ++sequence_;
    holdings_.pop(thread, op.mutex);
    const std::size_t place = machine_.place(before, thread);
    recording_.seen.emplace(thread, place, heldNumber(after, thread));
    const Moment again{thread, place + 10'000, heldNumber(after, thread)};
    recording_.seen.insert(again);
    if (holdings_.areNone(thread)) bare_.insert(again);
    askLock(thread, mutex, true);
    Encounter at = encounter(thread, Meeting::Condition, op.target, place);
    at.mutex = op.mutex;
    meetings_.waits(at, true);
  }

  const Program& program_;
  Machine machine_;
  Dice dice_;
  Recording recording_;
  std::vector<std::optional<std::size_t>> askedAt_;  // by thread: the operation noted last
  std::set<Moment> bare_;                            // acquisitions with nothing held
  std::vector<std::optional<std::size_t>> firstUser_;
  Holdings holdings_;
  MeetingRecorder meetings_;
  OrderRecorder order_;
  Sequence sequence_ = 0;
};

}  // namespace

Recording record(const Program& program, std::uint64_t seed) {
  return Recorder(program, seed).run();
}

}  // namespace gordian::oracle
