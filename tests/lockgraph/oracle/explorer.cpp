#include "explorer.hpp"

#include <algorithm>

namespace gordian::oracle {
namespace {

class Explorer {
 public:
  explicit Explorer(const Program& program) : program_(program), machine_(program) {}

  Exploration run(std::size_t maxStates) {
    std::set<State> seen{State{}};
    std::vector<State> open{State{}};
    while (!open.empty()) {
      const State state = open.back();
      open.pop_back();
      ++result_.states;
      findStarved(state);
      for (std::size_t thread = 0; thread < program_.threads.size(); ++thread) {
        findCircles(state, {thread});
        if (!machine_.canStep(state, thread)) continue;
        const State next = machine_.step(state, thread);
        if (seen.insert(next).second) open.push_back(next);
      }
      if (seen.size() > maxStates) {
        result_.isComplete = false;
        break;
      }
    }
    return std::move(result_);
  }

 private:
  bool isWaiting(const State& state, std::size_t thread) const {
    if (!state.isStarted[thread] || machine_.isFinished(state, thread)) return false;
    const Act act = machine_.next(state, thread).act;
    return (act == Act::Acquire || act == Act::Once) && !machine_.canStep(state, thread);
  }

  bool isStuck(const State& state) const {
    for (std::size_t thread = 0; thread < program_.threads.size(); ++thread)
      if (machine_.canStep(state, thread)) return false;
    return true;
  }

  // Nothing happens any more: then nobody posts either.
  void findStarved(const State& state) {
    if (program_.semaphoreCount == 0 || !isStuck(state)) return;
    for (std::size_t thread = 0; thread < program_.threads.size(); ++thread) {
      if (!state.isStarted[thread] || machine_.isFinished(state, thread)) continue;
      if (machine_.next(state, thread).act != Act::Take) continue;
      for (std::size_t other = 0; other < program_.threads.size(); ++other) {
        if (other == thread || !isWaiting(state, other)) continue;
        if (machine_.keepsOut(state, thread, other))
          result_.starved.insert({thread, state.pc[thread], machine_.next(state, other).target});
      }
    }
  }

  // Extends `circle`, whose first thread asks for the smallest lock.
  void findCircles(const State& state, const std::vector<std::size_t>& circle) {
    const std::size_t last = circle.back();
    if (!isWaiting(state, last)) return;
    const std::uint8_t wanted = machine_.wanted(state, last);
    for (std::size_t i = 0; i + 1 < circle.size(); ++i) {
      if (machine_.wanted(state, circle[i]) == wanted) return;
    }
    if (wanted < machine_.wanted(state, circle[0])) return;
    for (std::size_t other = 0; other < program_.threads.size(); ++other) {
      if (!machine_.keepsOut(state, other, last)) continue;
      if (other == circle[0] && circle.size() > 1) {
        note(state, circle);
      } else if (std::find(circle.begin(), circle.end(), other) == circle.end()) {
        std::vector<std::size_t> longer = circle;
        longer.push_back(other);
        findCircles(state, longer);
      }
    }
  }

  std::pair<std::size_t, std::size_t> creationOf(std::size_t child) const {
    for (std::size_t i = 0; i < program_.threads.size(); ++i) {
      for (std::size_t place = 0; place < program_.threads[i].size(); ++place) {
        const Op& op = program_.threads[i][place];
        if (op.act == Act::Create && op.target == child) return {i, place};
      }
    }
    return {0, 0};
  }

  void note(const State& state, const std::vector<std::size_t>& circle) {
    Deadlock deadlock;
    for (const std::size_t thread : circle) {
      deadlock.locks.push_back(machine_.wanted(state, thread));
      deadlock.waits.emplace_back(thread, machine_.place(state, thread), heldNumber(state, thread));
      for (std::size_t child = thread; child != 0;) {
        const auto [creator, place] = creationOf(child);
        deadlock.creations.emplace_back(creator, place, state.createdUnder[child]);
        child = creator;
      }
    }
    result_.deadlocks.insert(std::move(deadlock));
  }

  const Program& program_;
  Machine machine_;
  Exploration result_;
};

}  // namespace

Exploration explore(const Program& program, std::size_t maxStates) {
  return Explorer(program).run(maxStates);
}

}  // namespace gordian::oracle
