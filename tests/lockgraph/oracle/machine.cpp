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
  return program_.threads[thread][state.pc[thread]];
}

bool Machine::keepsOut(const State& state, std::size_t other, std::size_t thread) const {
  const Op& op = next(state, thread);
  const Held held = state.held[other][op.target];
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
  if (op.act == Act::Acquire) return isFree(state, thread);
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
  }
  ++state.pc[thread];
  return state;
}

std::uint32_t heldNumber(const State& state, std::size_t thread) {
  std::uint32_t number = 0;
  for (const Held held : state.held[thread]) number = number * 3 + static_cast<std::uint32_t>(held);
  return number;
}

}  // namespace gordian::oracle
