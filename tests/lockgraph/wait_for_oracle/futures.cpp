// Plays every schedule of a system, one step of one thread at a time.
#include <algorithm>
#include <string>
#include <unordered_set>

#include "system.hpp"

namespace gordian::oracle {
namespace {

enum class Phase : char { Waiting, MutexAgain, Running, Ended };

struct Moment {
  std::vector<Phase> phases;
  std::vector<std::vector<Holding>> holds;

  std::string key() const {
    std::string text;
    for (std::size_t i = 0; i < phases.size(); ++i) {
      text += static_cast<char>(phases[i]);
      const std::size_t from = text.size();
      for (const Holding& held : holds[i]) {
        text += static_cast<char>('a' + 2 * held.lock + (held.isShared ? 1 : 0));
      }
      std::sort(text.begin() + static_cast<std::ptrdiff_t>(from), text.end());
    }
    return text;
  }
};

class Player {
 public:
  explicit Player(const System& system) : system_(system), continues_(system.threads.size()) {}

  std::vector<bool> play() {
    Moment first;
    for (const Thread& thread : system_.threads) {
      first.phases.push_back(thread.does == Does::Runs ? Phase::Running : Phase::Waiting);
      first.holds.push_back(thread.holds);
    }
    forgetContradictions(first);
    reach(first);
    while (!open_.empty() && !allContinue()) {
      const Moment now = open_.back();
      open_.pop_back();
      for (std::size_t i = 0; i < now.phases.size(); ++i) step(now, i);
    }
    return continues_;
  }

 private:
  // A lock that two claim although one of them has it alone: nothing is known about it.
  void forgetContradictions(Moment& moment) const {
    for (int lock = 0; lock < static_cast<int>(system_.locks.size()); ++lock) {
      int holders = 0;
      bool exclusive = false;
      for (const auto& holds : moment.holds) {
        const auto isIt = [&](const Holding& held) { return held.lock == lock; };
        if (std::any_of(holds.begin(), holds.end(), isIt)) ++holders;
        for (const Holding& held : holds) exclusive = exclusive || (isIt(held) && !held.isShared);
      }
      if (holders < 2 || !exclusive) continue;
      for (auto& holds : moment.holds) {
        std::erase_if(holds, [&](const Holding& held) { return held.lock == lock; });
      }
    }
  }

  bool allContinue() const {
    for (std::size_t i = 0; i < continues_.size(); ++i) {
      if (!continues_[i] && system_.threads[i].does != Does::IsGone) return false;
    }
    return true;
  }

  void reach(const Moment& moment) {
    if (!known_.insert(moment.key()).second) return;
    for (std::size_t i = 0; i < moment.phases.size(); ++i) {
      if (moment.phases[i] == Phase::Running) continues_[i] = true;
    }
    open_.push_back(moment);
  }

  void step(const Moment& now, std::size_t index) {
    if (system_.threads[index].does == Does::IsGone) return;
    if (now.phases[index] == Phase::Running) run(now, index);
    if (now.phases[index] == Phase::Waiting) wait(now, index);
    if (now.phases[index] == Phase::MutexAgain) takeMutexAgain(now, index);
  }

  void run(const Moment& now, std::size_t index) {
    for (std::size_t i = 0; i < now.holds[index].size(); ++i) {
      Moment next = now;
      next.holds[index].erase(next.holds[index].begin() + static_cast<std::ptrdiff_t>(i));
      reach(next);
    }
    for (std::size_t i = 0; i < now.phases.size(); ++i) {
      if (now.phases[i] == Phase::Waiting && mayPost(system_.threads[index].process, i)) {
        wake(now, i);
      }
    }
    Moment next = now;
    next.phases[index] = Phase::Ended;
    reach(next);
  }

  bool mayPost(int process, std::size_t waiter) const {
    const Thread& thread = system_.threads[waiter];
    if (thread.does != Does::NeedsPost) return false;
    switch (thread.posters) {
      case Posters::Unknown:
      case Posters::Everybody:
        return true;
      case Posters::Own:
        return process == thread.process;
      case Posters::Listed:
        return std::find(thread.listed.begin(), thread.listed.end(), process) !=
               thread.listed.end();
    }
    return false;
  }

  void wait(const Moment& now, std::size_t index) {
    const Thread& thread = system_.threads[index];
    if (thread.isTimed) wake(now, index);
    if (thread.does == Does::NeedsPost) {
      if (thread.posters == Posters::Unknown) wake(now, index);
      for (std::size_t i = 0; i < system_.unknownPosters.size(); ++i) {
        if (system_.unknownPosters[i] && mayPost(static_cast<int>(i), index)) wake(now, index);
      }
    } else if (thread.does == Does::Joins) {
      const auto target = static_cast<std::size_t>(thread.target);
      if (thread.target == kNone || now.phases[target] == Phase::Ended ||
          system_.threads[target].does == Does::IsGone) {
        wake(now, index);
      }
    } else if (isObtainable(now, index, thread.lock, thread.isShared)) {
      Moment next = now;
      next.phases[index] = Phase::Running;
      next.holds[index].push_back({thread.lock, thread.isShared});
      reach(next);
    }
  }

  void wake(const Moment& now, std::size_t index) {
    const Thread& thread = system_.threads[index];
    const bool needsMutex = thread.does == Does::NeedsPost && thread.lock != kNone;
    Moment next = now;
    next.phases[index] = needsMutex ? Phase::MutexAgain : Phase::Running;
    reach(next);
  }

  void takeMutexAgain(const Moment& now, std::size_t index) {
    const int mutex = system_.threads[index].lock;
    for (std::size_t i = 0; i < now.holds.size(); ++i) {
      if (i != index && blocks(now.holds[i], mutex, false)) return;
    }
    Moment next = now;
    next.phases[index] = Phase::Running;
    next.holds[index].push_back({mutex, false});
    reach(next);
  }

  static bool blocks(const std::vector<Holding>& holds, int lock, bool asReader) {
    return std::any_of(holds.begin(), holds.end(), [&](const Holding& held) {
      return held.lock == lock && !(held.isShared && asReader);
    });
  }

  bool isHeldAtFirst(int lock) const {
    return std::any_of(system_.threads.begin(), system_.threads.end(),
                       [&](const Thread& thread) { return blocks(thread.holds, lock, false); });
  }

  bool isObtainable(const Moment& now, std::size_t index, int lock, bool asReader) const {
    if (system_.threads[index].isOwnerGone && !isHeldAtFirst(lock)) return false;
    const Kind kind = system_.locks[static_cast<std::size_t>(lock)];
    for (std::size_t i = 0; i < now.holds.size(); ++i) {
      if (i == index && kind == Kind::Recursive) continue;
      if (blocks(now.holds[i], lock, asReader)) return false;
    }
    if (kind != Kind::PreferWriter || !asReader) return true;
    for (std::size_t i = 0; i < now.phases.size(); ++i) {
      const Thread& other = system_.threads[i];
      if (other.does == Does::Locks && other.lock == lock && !other.isShared &&
          now.phases[i] == Phase::Waiting) {
        return false;
      }
    }
    return true;
  }

  const System& system_;
  std::vector<bool> continues_;
  std::vector<Moment> open_;
  std::unordered_set<std::string> known_;
};

}  // namespace

std::vector<bool> futures(const System& system) {
  return Player(system).play();
}

}  // namespace gordian::oracle
