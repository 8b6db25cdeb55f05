#include "live.hpp"

#include <gordian/lockgraph/wait_for.hpp>

#include <vector>

namespace gordian::oracle {
namespace {

using namespace gordian::lockgraph;

constexpr std::uint64_t kSemaphores = 100;
constexpr std::uint64_t kConditions = 200;
constexpr std::uint64_t kBarrier = 300;

ObjectKey keyOf(std::uint64_t object) {
  return {1, object + 1};
}

LockKind kindOf(const Program& program, std::size_t lock) {
  if (lock >= program.locks.size()) return LockKind::OnceFlag;
  switch (program.locks[lock]) {
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
    case Kind::Mutex:
      break;
  }
  return LockKind::Mutex;
}

class Board {
 public:
  Board(const Program& program, const State& state)
      : program_(program), machine_(program), state_(state), holds_(program.threads.size()) {
    for (std::size_t i = 0; i < program.threads.size(); ++i) {
      if ((state.started >> i & 1) == 0 || machine_.isFinished(state, i)) continue;
      places_.push_back(i);
    }
    for (const std::size_t thread : places_) add(thread);
  }

  std::uint8_t dead() const {
    const LiveProcess process;
    const WaitForInput input{threads_.data(), static_cast<std::uint32_t>(threads_.size()), &process,
                             1};
    std::vector<std::uint64_t> scratch(scratchSize(input) / 8 + 1);
    WaitForResult result;
    if (!reduce(input, scratch.data(), 8 * scratch.size(), result)) return 0;
    unsigned dead = 0;
    for (std::size_t i = 0; i < places_.size(); ++i)
      if (result.threads[i].dead) dead |= 1u << places_[i];
    return static_cast<std::uint8_t>(dead);
  }

 private:
  void add(std::size_t thread) {
    for (std::size_t lock = 0; lock < kMaxLocks; ++lock) {
      const std::uint8_t held = state_.held[thread][lock];
      if (held == 0) continue;
      const Mode mode = held >= 16 ? Mode::Exclusive : Mode::Shared;
      holds_[thread].push_back({keyOf(lock), mode, kindOf(program_, lock)});
    }
    LiveThread live;
    live.name = thread + 1;
    live.holds = holds_[thread].data();
    live.holdCount = static_cast<std::uint32_t>(holds_[thread].size());
    if (!machine_.canStep(state_, thread)) addWait(thread, live);
    threads_.push_back(live);
  }

  void addWait(std::size_t thread, LiveThread& live) const {
    const Op& op = machine_.next(state_, thread);
    const auto post = [&](std::uint64_t object) {
      live.waitsFor = WaitFor::Post;
      live.scope = PostScope::OwnProcess;
      live.key = keyOf(object);
    };
    if (machine_.isAsking(state_, thread)) {
      const std::uint8_t lock = machine_.wanted(state_, thread);
      live.kind = kindOf(program_, lock);
      if (live.kind == LockKind::Semaphore) return post(lock);
      live.waitsFor = WaitFor::Lock;
      live.mode = op.isShared && op.act != Act::Once ? Mode::Shared : Mode::Exclusive;
      live.key = keyOf(lock);
    } else if (op.act == Act::Join) {
      live.waitsFor = WaitFor::End;
      for (std::uint32_t i = 0; i < places_.size(); ++i)
        if (places_[i] == op.target) live.target = i;
    } else if (op.act == Act::Take) {
      post(kSemaphores + op.target);
    } else if (op.act == Act::Meet) {
      post(kBarrier);
    } else {
      post(kConditions + op.target);
      live.mutex = keyOf(op.mutex);
    }
  }

  const Program& program_;
  Machine machine_;
  const State& state_;
  std::vector<std::size_t> places_;
  std::vector<std::vector<LiveHold>> holds_;
  std::vector<LiveThread> threads_;
};

}  // namespace

std::uint8_t deadAt(const Program& program, const State& state) {
  return Board(program, state).dead();
}

}  // namespace gordian::oracle
