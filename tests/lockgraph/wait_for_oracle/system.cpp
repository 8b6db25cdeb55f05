#include "system.hpp"

#include <sstream>

namespace gordian::oracle {
namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}

  int below(int bound) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<int>((state_ >> 20) % static_cast<std::uint64_t>(bound));
  }
  bool oneIn(int count) { return below(count) == 0; }

 private:
  std::uint64_t state_;
};

bool mayBeShared(Kind kind) {
  return kind == Kind::RwLock || kind == Kind::PreferWriter;
}

void giveLocksAway(System& system, Dice& dice) {
  const int threads = static_cast<int>(system.threads.size());
  for (int lock = 0; lock < static_cast<int>(system.locks.size()); ++lock) {
    const bool shared = mayBeShared(system.locks[static_cast<std::size_t>(lock)]) && !dice.oneIn(3);
    int holders = dice.oneIn(6) ? 0 : 1;
    if (shared && holders != 0) holders += dice.below(3);
    if (dice.oneIn(25)) ++holders;  // two that contradict each other
    for (int i = 0; i < holders; ++i) {
      system.threads[static_cast<std::size_t>(dice.below(threads))].holds.push_back({lock, shared});
    }
  }
}

void chooseWait(System& system, Thread& thread, Dice& dice) {
  const int locks = static_cast<int>(system.locks.size());
  const int processes = static_cast<int>(system.unknownPosters.size());
  const auto kindOf = [&](int lock) { return system.locks[static_cast<std::size_t>(lock)]; };
  thread.isTimed = dice.oneIn(10);
  const int choice = dice.below(20);
  if (choice < 2) return;
  if (choice < 4) {
    thread.does = Does::IsGone;
  } else if (choice < 7) {
    thread.does = Does::Joins;
    const int target = dice.below(static_cast<int>(system.threads.size()) * 8 + 1);
    thread.target = target == 0 ? kNone : target % static_cast<int>(system.threads.size());
  } else if (choice < 14) {
    const int lock = dice.below(locks);
    if (kindOf(lock) == Kind::Semaphore) {
      thread.does = Does::NeedsPost;
      thread.semaphore = lock;
    } else {
      thread.does = Does::Locks;
      thread.lock = lock;
      thread.isOwnerGone = dice.oneIn(20);
      thread.isShared = mayBeShared(kindOf(lock)) && !dice.oneIn(3);
    }
  } else {
    thread.does = Does::NeedsPost;
    const int mutex = dice.below(locks);
    if (kindOf(mutex) == Kind::Mutex || kindOf(mutex) == Kind::Recursive) thread.lock = mutex;
  }
  if (thread.does != Does::NeedsPost || !dice.oneIn(4)) return;
  thread.posters = static_cast<Posters>(dice.below(4));
  if (thread.posters != Posters::Listed) return;
  for (int process = 0; process < processes; ++process) {
    if (dice.oneIn(2)) thread.listed.push_back(process);
  }
}

}  // namespace

System randomSystem(std::uint64_t seed) {
  Dice dice(seed);
  for (int i = 0; i < 8; ++i) dice.below(2);
  System system;
  system.threads.resize(static_cast<std::size_t>(2 + dice.below(4)));
  for (int i = 1 + dice.below(4); i > 0; --i) {
    system.locks.push_back(static_cast<Kind>(dice.below(5)));
  }
  for (int i = dice.oneIn(3) ? 2 : 1; i > 0; --i) system.unknownPosters.push_back(dice.oneIn(12));
  const int processes = static_cast<int>(system.unknownPosters.size());
  for (Thread& thread : system.threads) {
    thread.process = dice.below(processes);
    chooseWait(system, thread, dice);
  }
  giveLocksAway(system, dice);
  return system;
}

std::string describe(const System& system) {
  static const char* const kKinds[] = {"mutex", "recursive", "rwlock", "prefer-writer",
                                       "semaphore"};
  static const char* const kDoes[] = {"runs", "locks", "joins", "needs a post", "is gone"};
  static const char* const kPosters[] = {"anybody", "own", "listed", "everybody"};
  std::ostringstream text;
  for (std::size_t i = 0; i < system.locks.size(); ++i) {
    text << "lock " << i << ": " << kKinds[static_cast<int>(system.locks[i])] << '\n';
  }
  for (std::size_t i = 0; i < system.unknownPosters.size(); ++i) {
    if (system.unknownPosters[i]) text << "process " << i << ": unknown posters\n";
  }
  for (std::size_t i = 0; i < system.threads.size(); ++i) {
    const Thread& thread = system.threads[i];
    text << "T" << i << " of process " << thread.process << ' '
         << kDoes[static_cast<int>(thread.does)] << (thread.isTimed ? ", timed" : "")
         << (thread.isShared ? ", shared" : "") << (thread.isOwnerGone ? ", owner gone" : "")
         << "; lock " << thread.lock << ", semaphore " << thread.semaphore << ", target "
         << thread.target << ", posters " << kPosters[static_cast<int>(thread.posters)];
    for (const int process : thread.listed) text << ' ' << process;
    text << "; holds";
    for (const Holding& held : thread.holds)
      text << ' ' << held.lock << (held.isShared ? "/s" : "");
    text << '\n';
  }
  return text.str();
}

}  // namespace gordian::oracle
