#include "machine.hpp"

namespace gordian::oracle {

bool Machine::isFinished(const State& state, std::size_t thread) const {
  return state.isStarted[thread] && state.pc[thread] == program_.threads[thread].size();
}

bool Machine::isAllFinished(const State& state) const {
  for (std::size_t i = 0; i < program_.threads.size(); ++i) {
    if (!isFinished(state, i)) return false;
  }
  return true;
}

const Op& Machine::next(const State& state, std::size_t thread) const {
  const Op& op = program_.threads[thread][state.pc[thread]];
  if (state.inRoutine[thread] == 0) return op;
  return program_.routines[op.target][state.inRoutine[thread] - 1];
}

std::size_t Machine::place(const State& state, std::size_t thread) const {
  return state.pc[thread] + 100u * state.inRoutine[thread];
}

std::uint8_t Machine::wanted(const State& state, std::size_t thread) const {
  const Op& op = next(state, thread);
  return static_cast<std::uint8_t>(op.act == Act::Once ? program_.lockCount + op.target
                                                       : op.target);
}

bool Machine::keepsOut(const State& state, std::size_t other, std::size_t thread) const {
  const Op& op = next(state, thread);
  if (op.act == Act::Once && state.isDone[op.target]) return false;
  const Held held = state.held[other][wanted(state, thread)];
  return held == Held::Exclusive || (held == Held::Shared && !op.isShared);
}

bool Machine::isFree(const State& state, std::size_t thread) const {
  for (std::size_t other = 0; other < program_.threads.size(); ++other) {
    if (keepsOut(state, other, thread)) return false;
  }
  return true;
}

bool Machine::canStep(const State& state, std::size_t thread) const {
  if (!state.isStarted[thread] || isFinished(state, thread)) return false;
  const Op& op = next(state, thread);
  if (state.isAtBarrier[thread]) return false;
  if (op.act == Act::Acquire || op.act == Act::Once) return isFree(state, thread);
  if (op.act == Act::Join) return isFinished(state, op.target);
  if (op.act == Act::Take) return state.posts[op.target] > 0;
  return true;
}

State Machine::step(State state, std::size_t thread) const {
  const Op& op = next(state, thread);
  const Held taken = op.isShared ? Held::Shared : Held::Exclusive;
  switch (op.act) {
    case Act::Acquire:
      state.held[thread][op.target] = taken;
      break;
    case Act::Try:
      if (isFree(state, thread)) state.held[thread][op.target] = taken;
      break;
    case Act::Release:
      state.held[thread][op.target] = Held::No;
      break;
    case Act::Create:
      state.isStarted[op.target] = true;
      state.createdUnder[op.target] = heldNumber(state, thread);
      break;
    case Act::Post:
      ++state.posts[op.target];
      break;
    case Act::Take:
      --state.posts[op.target];
      break;
    case Act::Join:
      break;
    case Act::Meet:
      return meet(state, thread);
    case Act::Once:
      if (state.isDone[op.target]) break;
      state.held[thread][wanted(state, thread)] = Held::Exclusive;
      state.inRoutine[thread] = 1;
      return state;
    case Act::Finish: {
      const std::uint8_t flag = program_.threads[thread][state.pc[thread]].target;
      state.held[thread][program_.lockCount + flag] = Held::No;
      state.isDone[flag] = true;
      state.inRoutine[thread] = 0;
      break;
    }
  }
  if (state.inRoutine[thread] != 0)
    ++state.inRoutine[thread];
  else
    ++state.pc[thread];
  return state;
}

// The last one to come lets all go.
State Machine::meet(State state, std::size_t thread) const {
  state.isAtBarrier[thread] = true;
  std::size_t there = 0;
  for (const bool isThere : state.isAtBarrier) there += isThere ? 1 : 0;
  if (there < program_.parties) return state;
  for (std::size_t i = 0; i < program_.threads.size(); ++i) {
    if (state.isAtBarrier[i]) ++state.pc[i];
    state.isAtBarrier[i] = false;
  }
  return state;
}

std::uint32_t heldNumber(const State& state, std::size_t thread) {
  std::uint32_t number = 0;
  for (const Held held : state.held[thread]) number = number * 3 + static_cast<std::uint32_t>(held);
  return number;
}

}  // namespace gordian::oracle
