#include "machine.hpp"

namespace gordian::oracle {
namespace {

constexpr std::uint8_t kExclusive = 16;

constexpr std::uint8_t bit(std::size_t number) {
  return static_cast<std::uint8_t>(1u << number);
}
constexpr bool isExclusive(std::uint8_t held) {
  return held >= kExclusive;
}

}  // namespace

Machine::Machine(const Program& program, Loosened loosened)
    : program_(program), loosened_(loosened), isUneven_(oracle::isUneven(program)) {}

State Machine::begin() const {
  State state;
  for (std::size_t i = 0; i < program_.semaphores.size(); ++i)
    state.posts[i] = program_.semaphores[i];
  return state;
}

bool Machine::isFinished(const State& state, std::size_t thread) const {
  return (state.started & bit(thread)) != 0 && state.pc[thread] == program_.threads[thread].size();
}

bool Machine::isAllFinished(const State& state) const {
  for (std::size_t i = 0; i < program_.threads.size(); ++i) {
    // Who is never created has nothing to finish.
    if ((state.started & bit(i)) != 0 && !isFinished(state, i)) return false;
  }
  return true;
}

bool Machine::isLoose(const Op& op) const {
  if (!loosened_.soft) return false;
  if (!loosened_.kept || loosened_.kept->target != op.target) return true;
  const auto isCondition = [](const Op& one) {
    return one.act == Act::Wait || one.act == Act::Await;
  };
  return loosened_.kept->act != op.act && !(isCondition(*loosened_.kept) && isCondition(op));
}

bool Machine::isOutside(const State& state, std::size_t thread) const {
  return (state.started & bit(thread)) == 0 || isFinished(state, thread);
}

const Op& Machine::next(const State& state, std::size_t thread) const {
  const Op& op = program_.threads[thread][state.pc[thread]];
  if (state.inRoutine[thread] == 0) return op;
  return program_.routines[op.target][state.inRoutine[thread] - 1u];
}

std::size_t Machine::place(const State& state, std::size_t thread) const {
  return state.pc[thread] + 100u * state.inRoutine[thread] +
         (state.phase[thread] == Phase::Woken ? 10'000u : 0u);
}

bool Machine::isAsking(const State& state, std::size_t thread) const {
  if (isOutside(state, thread)) return false;
  const Op& op = next(state, thread);
  if (op.act == Act::Wait || op.act == Act::Await) return state.phase[thread] == Phase::Woken;
  if (op.act == Act::Once) return (state.done & bit(op.target)) == 0;
  return (op.act == Act::Acquire || op.act == Act::Timed) && !isRefused(state, thread);
}

std::uint8_t Machine::wanted(const State& state, std::size_t thread) const {
  const Op& op = next(state, thread);
  if (op.act == Act::Wait || op.act == Act::Await) return op.mutex;
  if (op.act == Act::Once) return static_cast<std::uint8_t>(program_.locks.size() + op.target);
  return op.target;
}

bool Machine::isShared(const State& state, std::size_t thread) const {
  const Op& op = next(state, thread);
  return op.isShared && op.act != Act::Once;
}

// A writer of a reader-writer lock asks for it again.
bool Machine::isRefused(const State& state, std::size_t thread) const {
  const Op& op = next(state, thread);
  return op.target < program_.locks.size() && isRwLock(program_.locks[op.target]) &&
         isExclusive(state.held[thread][op.target]);
}

// It prefers writers, and another thread waits to write.
bool Machine::waitsBehindWriter(const State& state, std::size_t thread) const {
  const std::uint8_t lock = wanted(state, thread);
  if (!isShared(state, thread) || program_.locks[lock] != Kind::PreferWriter) return false;
  for (std::size_t other = 0; other < program_.threads.size(); ++other) {
    if (other != thread && state.phase[other] == Phase::Asking && wanted(state, other) == lock)
      return true;
  }
  return false;
}

bool Machine::keepsOut(const State& state, std::size_t other, std::size_t thread) const {
  const std::uint8_t lock = wanted(state, thread);
  const std::uint8_t held = state.held[other][lock];
  if (held == 0) return false;
  const bool isLock = lock < program_.locks.size();
  if (isLock && program_.locks[lock] == Kind::Recursive) return other != thread;
  if (!isLock || !isRwLock(program_.locks[lock])) return true;
  return isExclusive(held) || !isShared(state, thread) || waitsBehindWriter(state, thread);
}

bool Machine::isFree(const State& state, std::size_t thread) const {
  for (std::size_t other = 0; other < program_.threads.size(); ++other) {
    if (keepsOut(state, other, thread)) return false;
  }
  return !waitsBehindWriter(state, thread);
}

// It would wait to write, and that others see.
bool Machine::wantsToAsk(const State& state, std::size_t thread) const {
  const Op& op = next(state, thread);
  return (op.act == Act::Acquire || op.act == Act::Timed) && !op.isShared &&
         program_.locks[op.target] == Kind::PreferWriter && state.phase[thread] == Phase::None;
}

bool Machine::canStep(const State& state, std::size_t thread) const {
  if (isOutside(state, thread)) return false;
  if (state.phase[thread] == Phase::Asleep || state.phase[thread] == Phase::Meeting) return false;
  const Op& op = next(state, thread);
  switch (op.act) {
    case Act::Acquire:
    case Act::Once:
    case Act::Wait:
    case Act::Await:
      return !isAsking(state, thread) || isFree(state, thread) || wantsToAsk(state, thread);
    case Act::Join:
      return isFinished(state, op.target);
    case Act::Take:
      return state.posts[op.target] > 0 || isLoose(op);
    default:
      return true;
  }
}

void Machine::take(State& state, std::size_t thread) const {
  std::uint8_t& held = state.held[thread][wanted(state, thread)];
  held = static_cast<std::uint8_t>(held + (isShared(state, thread) ? 1 : kExclusive));
}

void Machine::goOn(State& state, std::size_t thread) const {
  state.phase[thread] = Phase::None;
  if (state.inRoutine[thread] != 0)
    ++state.inRoutine[thread];
  else
    ++state.pc[thread];
}

void Machine::release(State& state, std::size_t thread, std::uint8_t lock) const {
  std::uint8_t& held = state.held[thread][lock];
  if (held != 0) held = static_cast<std::uint8_t>(held - (isExclusive(held) ? kExclusive : 1));
}

void Machine::step(const State& before, std::size_t thread, std::vector<State>& to) const {
  State state = before;
  const Op& op = next(before, thread);
  switch (op.act) {
    case Act::Acquire:
    case Act::Timed:
    case Act::Try: {
      const bool mayFail = op.act != Act::Acquire && loosened_.tries;
      const bool isGiven = !isRefused(before, thread) && isFree(before, thread);
      if (isGiven) {
        take(state, thread);
        goOn(state, thread);
        to.push_back(state);
      } else if (op.act != Act::Try && isAsking(before, thread) && wantsToAsk(before, thread)) {
        state.phase[thread] = Phase::Asking;
        to.push_back(state);
      }
      if (isRefused(before, thread) || mayFail || (!isGiven && op.act != Act::Acquire)) {
        state = before;
        goOn(state, thread);
        to.push_back(state);
      }
      return;
    }
    case Act::Release:
      release(state, thread, op.target);
      break;
    case Act::Create:
      state.started |= bit(op.target);
      state.createdUnder[op.target] = heldNumber(state, thread);
      break;
    case Act::Post:
      ++state.posts[op.target];
      break;
    case Act::Take:
      if (state.posts[op.target] > 0) --state.posts[op.target];
      break;
    case Act::Join:
      break;
    case Act::Meet:
      meet(state, thread);
      to.push_back(state);
      return;
    case Act::Once:
      if ((state.done & bit(op.target)) != 0) break;
      take(state, thread);
      state.inRoutine[thread] = 1;
      to.push_back(state);
      return;
    case Act::Finish: {
      const std::uint8_t flag = program_.threads[thread][state.pc[thread]].target;
      state.held[thread][program_.locks.size() + flag] = 0;
      state.done |= bit(flag);
      state.inRoutine[thread] = 0;
      break;
    }
    case Act::Wait:
    case Act::Await:
      wait(state, thread);
      to.push_back(state);
      return;
    case Act::Signal:
    case Act::Set:
      signal(before, thread, to);
      return;
  }
  goOn(state, thread);
  to.push_back(state);
}

// The last one to come lets all go.
void Machine::meet(State& state, std::size_t thread) const {
  if (isUneven_ && isLoose(next(state, thread))) return goOn(state, thread);
  state.phase[thread] = Phase::Meeting;
  std::size_t there = 0;
  for (const Phase phase : state.phase) there += phase == Phase::Meeting ? 1 : 0;
  if (there < program_.parties) return;
  for (std::size_t i = 0; i < program_.threads.size(); ++i) {
    if (state.phase[i] == Phase::Meeting) goOn(state, i);
  }
}

void Machine::wait(State& state, std::size_t thread) const {
  const Op& op = next(state, thread);
  const bool isSet = op.act == Act::Await && (state.isSet & bit(op.target)) != 0;
  if (state.phase[thread] == Phase::Woken) {
    take(state, thread);
    state.phase[thread] = Phase::None;
    if (op.act == Act::Wait || isSet || isLoose(op)) goOn(state, thread);
  } else if (isSet || !holds(state, thread, op.mutex)) {
    goOn(state, thread);
  } else {
    release(state, thread, op.mutex);
    state.phase[thread] = isLoose(op) ? Phase::Woken : Phase::Asleep;
  }
}

void Machine::signal(const State& before, std::size_t thread, std::vector<State>& to) const {
  const Op& op = next(before, thread);
  State state = before;
  const auto isAsleep = [&](std::size_t i) {
    return state.phase[i] == Phase::Asleep && next(state, i).target == op.target;
  };
  goOn(state, thread);
  if (op.act == Act::Set) state.isSet |= bit(op.target);
  bool isAlone = true;
  for (std::size_t i = 0; i < program_.threads.size(); ++i) {
    if (!isAsleep(i)) continue;
    if (op.act == Act::Set) {
      state.phase[i] = Phase::Woken;
      continue;
    }
    isAlone = false;
    to.push_back(state);
    to.back().phase[i] = Phase::Woken;
  }
  if (isAlone) to.push_back(state);
}

std::uint16_t heldNumber(const State& state, std::size_t thread) {
  unsigned number = 0;
  for (const std::uint8_t held : state.held[thread])
    number = number * 3 + (isExclusive(held) ? 2 : held != 0 ? 1 : 0);
  return static_cast<std::uint16_t>(number);
}

}  // namespace gordian::oracle
