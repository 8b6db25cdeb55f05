#include "explorer.hpp"

#include <algorithm>
#include <optional>

#include "state_set.hpp"

namespace gordian::oracle {
namespace {

class Explorer {
 public:
  Explorer(const Program& program, Loosened loosened)
      : program_(program), machine_(program, loosened) {
    for (const auto* bodies : {&program.threads, &program.routines}) {
      for (const std::vector<Op>& ops : *bodies)
        for (const Op& op : ops) hasTimed_ = hasTimed_ || op.act == Act::Timed;
    }
  }

  Exploration run(std::size_t maxStates) { return run(machine_.begin(), maxStates); }

  Exploration run(const State& begin, std::size_t maxStates) {
    StateSet seen;
    std::vector<State> open{begin};
    seen.insert(open.back());
    std::vector<State> next;
    while (!open.empty()) {
      const State state = open.back();
      open.pop_back();
      ++result_.states;
      next.clear();
      for (std::size_t thread = 0; thread < program_.threads.size(); ++thread) {
        if (!machine_.canStep(state, thread)) continue;
        machine_.step(state, thread, next);
        result_.steps |= static_cast<std::uint8_t>(1u << thread);
      }
      look(state, next.empty());
      for (const State& one : next)
        if (seen.insert(one)) open.push_back(one);
      if (seen.size() > maxStates) {
        result_.isComplete = false;
        break;
      }
    }
    return std::move(result_);
  }

 private:
  void look(const State& state, bool isEnd) {
    const bool isStuck = isEnd && !machine_.isAllFinished(state);
    if (isStuck) {
      ++result_.stuck;
      for (std::size_t thread = 0; thread < program_.threads.size(); ++thread)
        findStarved(state, thread);
    }
    if (!isStuck && !hasTimed_) return;
    for (std::size_t thread = 0; thread < program_.threads.size(); ++thread)
      findCircles(state, {thread});
  }

  // Some other thread, or it itself, keeps it out.
  bool isKeptOut(const State& state, std::size_t thread) const {
    if (!machine_.isAsking(state, thread)) return false;
    for (std::size_t other = 0; other < program_.threads.size(); ++other)
      if (machine_.keepsOut(state, other, thread)) return true;
    return false;
  }

  Moment momentOf(const State& state, std::size_t thread) const {
    return {thread, machine_.place(state, thread), heldNumber(state, thread)};
  }

  // Extends `circle`, whose first thread asks for the smallest lock.
  void findCircles(const State& state, const std::vector<std::size_t>& circle) {
    const std::size_t last = circle.back();
    if (!isKeptOut(state, last)) return;
    // Who waits for itself is a deadlock of its own, whoever stands beside.
    if (machine_.keepsOut(state, last, last) && circle.size() > 1) return;
    const std::uint8_t wanted = machine_.wanted(state, last);
    for (std::size_t i = 0; i + 1 < circle.size(); ++i) {
      if (machine_.wanted(state, circle[i]) == wanted) return;
    }
    if (wanted < machine_.wanted(state, circle[0])) return;
    for (std::size_t other = 0; other < program_.threads.size(); ++other) {
      if (!machine_.keepsOut(state, other, last)) continue;
      if (machine_.keepsOut(state, last, last) && other != last) continue;
      if (other == circle[0]) {
        note(state, circle);
      } else if (std::find(circle.begin(), circle.end(), other) == circle.end()) {
        std::vector<std::size_t> longer = circle;
        longer.push_back(other);
        findCircles(state, longer);
      }
    }
  }

  std::optional<std::pair<std::size_t, std::size_t>> creationOf(std::size_t child) const {
    for (std::size_t i = 0; i < program_.threads.size(); ++i) {
      for (std::size_t place = 0; place < program_.threads[i].size(); ++place) {
        const Op& op = program_.threads[i][place];
        if (op.act == Act::Create && op.target == child) return std::pair(i, place);
      }
    }
    return std::nullopt;
  }

  void note(const State& state, const std::vector<std::size_t>& circle) {
    Deadlock deadlock;
    bool isTimed = false;
    for (const std::size_t thread : circle) {
      isTimed = isTimed || machine_.next(state, thread).act == Act::Timed;
      deadlock.locks.push_back(machine_.wanted(state, thread));
      deadlock.waits.push_back(momentOf(state, thread));
      std::size_t child = thread;
      while (const auto creation = creationOf(child)) {
        deadlock.creations.emplace_back(creation->first, creation->second,
                                        state.createdUnder[child]);
        child = creation->first;
      }
    }
    std::set<Deadlock>& all = isTimed ? result_.timed : result_.deadlocks;
    bool hasWriter = false;
    for (std::size_t other = 0; circle.size() == 1 && other < program_.threads.size(); ++other) {
      // Whoever reads again waits for itself only because of this one.
      if (other == circle[0] || state.phase[other] != Phase::Asking) continue;
      if (machine_.wanted(state, other) != deadlock.locks[0]) continue;
      hasWriter = true;
      Deadlock one = deadlock;
      one.creations.push_back(momentOf(state, other));
      all.insert(std::move(one));
    }
    if (!hasWriter) all.insert(std::move(deadlock));
  }

  // Nothing happens any more: then nobody posts either.
  void findStarved(const State& state, std::size_t thread) {
    if (!isPresent(state, thread) || machine_.isAsking(state, thread)) return;
    for (std::size_t other = 0; other < program_.threads.size(); ++other) {
      if (other == thread || !machine_.isAsking(state, other)) continue;
      // Who waits for itself is a deadlock of its own.
      if (!machine_.keepsOut(state, thread, other) || machine_.keepsOut(state, other, other))
        continue;
      result_.starved.insert({momentOf(state, thread), momentOf(state, other),
                              machine_.wanted(state, other), isCause(state, thread, other)});
    }
  }

  bool isPresent(const State& state, std::size_t thread) const {
    return (state.started >> thread & 1) != 0 && !machine_.isFinished(state, thread);
  }

  bool waitsForLockOf(const State& state, std::size_t thread, std::size_t holder) const {
    return isPresent(state, thread) && machine_.isAsking(state, thread) &&
           machine_.keepsOut(state, holder, thread);
  }

  // Of those who have yet to do what would end the wait the needer is one, and all wait for the
  // thread's locks.
  bool isCause(const State& state, std::size_t thread, std::size_t needer) const {
    const Op& wait = machine_.next(state, thread);
    if (wait.act == Act::Join) return isJoinedBehind(state, wait.target, thread, needer);
    bool isNeederOne = false;
    for (std::size_t other = 0; other < program_.threads.size(); ++other) {
      if (other == thread || !isPresent(state, other) || !willEnd(state, other, wait)) continue;
      if (!waitsForLockOf(state, other, thread)) return false;
      isNeederOne = isNeederOne || other == needer;
    }
    return isNeederOne;
  }

  bool isJoinedBehind(const State& state, std::size_t joined, std::size_t holder,
                      std::size_t needer) const {
    for (std::size_t i = 0; i < kMaxThreads; ++i) {
      if (waitsForLockOf(state, joined, holder)) return joined == needer;
      if (!isPresent(state, joined)) return false;
      const Op& op = machine_.next(state, joined);
      if (op.act != Act::Join) return false;
      joined = op.target;
    }
    return false;
  }

  bool willEnd(const State& state, std::size_t thread, const Op& wait) const {
    const std::vector<Op>& ops = program_.threads[thread];
    return std::any_of(ops.begin() + state.pc[thread], ops.end(), [&](const Op& op) {
      if (wait.act == Act::Meet) return op.act == Act::Meet;
      if (wait.act == Act::Take) return op.act == Act::Post && op.target == wait.target;
      const bool isWake = op.act == Act::Set || (op.act == Act::Signal && wait.act == Act::Wait);
      return isWake && op.target == wait.target;
    });
  }

  const Program& program_;
  Machine machine_;
  bool hasTimed_ = false;
  Exploration result_;
};

}  // namespace

Exploration explore(const Program& program, std::size_t maxStates, Loosened loosened) {
  return Explorer(program, loosened).run(maxStates);
}

Exploration exploreFrom(const Program& program, const State& state, std::size_t maxStates) {
  return Explorer(program, {}).run(state, maxStates);
}

}  // namespace gordian::oracle
