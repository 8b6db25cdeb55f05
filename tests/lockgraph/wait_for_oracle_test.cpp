// Random systems: what reduce() says against what playing every schedule finds, and whether what it
// tells about them is true.
#include <gtest/gtest.h>
#include <gordian/lockgraph/wait_for.hpp>

#include <cstdlib>
#include <iostream>

#include "wait_for_oracle/system.hpp"

namespace gordian::oracle {
namespace {

using lockgraph::Hang;
using lockgraph::HangRule;
using lockgraph::kNobody;
using lockgraph::LiveHold;
using lockgraph::LiveProcess;
using lockgraph::LiveThread;
using lockgraph::LockKind;
using lockgraph::Mode;
using lockgraph::ObjectKey;
using lockgraph::PostScope;
using lockgraph::WaitFor;
using lockgraph::WaitForInput;
using lockgraph::WaitForResult;
using lockgraph::WaitRole;
using lockgraph::WaitVerdict;

ObjectKey keyOf(int lock) {
  return lock == kNone ? ObjectKey{} : ObjectKey{1, static_cast<std::uint64_t>(lock)};
}

Mode modeOf(bool isShared) {
  return isShared ? Mode::Shared : Mode::Exclusive;
}

LockKind kindOf(const System& system, int lock) {
  static constexpr LockKind kKinds[] = {LockKind::Mutex, LockKind::RecursiveMutex, LockKind::RwLock,
                                        LockKind::RwLockPreferWriter, LockKind::Semaphore};
  return kKinds[static_cast<std::size_t>(system.locks[static_cast<std::size_t>(lock)])];
}

// The same system as reduce() reads it, with its answer.
class Reduced {
 public:
  explicit Reduced(const System& system) : system_(system) {
    const std::size_t count = system.threads.size();
    holds_.resize(count);
    posters_.resize(count);
    for (std::size_t i = 0; i < count; ++i) threads_.push_back(convert(i));
    for (const bool unknown : system.unknownPosters) processes_.push_back({unknown});
    input_ = {threads_.data(), static_cast<std::uint32_t>(count), processes_.data(),
              static_cast<std::uint32_t>(processes_.size())};
    const std::size_t size = scratchSize(input_);
    scratch_.resize(size / sizeof(std::uint64_t) + 1, 0x5555555555555555);
    EXPECT_TRUE(reduce(input_, scratch_.data(), size, result_));
    EXPECT_EQ(scratch_[size / sizeof(std::uint64_t)], 0x5555555555555555);
  }

  const WaitForResult& result() const { return result_; }

  // Empty, or what is wrong with what is told.
  std::string lie() const {
    std::uint32_t dead = 0;
    for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
      if (result_.threads[i].dead) ++dead;
      if (!isTrue(i)) return "what is told of T" + std::to_string(i);
    }
    if (dead != result_.deadCount) return "the number of dead threads";
    std::uint32_t members = 0;
    for (std::uint32_t i = 0; i < result_.hangCount; ++i) {
      const Hang& hang = result_.hangs[i];
      if (hang.first != members || hang.count == 0) return "the members' places";
      members += hang.count;
      if (!isTrue(hang, i)) return "hang " + std::to_string(i);
    }
    return {};
  }

 private:
  LiveThread convert(std::size_t index) {
    const Thread& from = system_.threads[index];
    LiveThread thread;
    thread.process = static_cast<std::uint32_t>(from.process);
    thread.timed = from.isTimed;
    thread.gone = from.does == Does::IsGone;
    if (from.does == Does::Locks) {
      thread.waitsFor = WaitFor::Lock;
      thread.key = keyOf(from.lock);
      thread.ownerGone = from.isOwnerGone;
      thread.kind = kindOf(system_, from.lock);
      thread.mode = modeOf(from.isShared);
    } else if (from.does == Does::Joins) {
      thread.waitsFor = WaitFor::End;
      if (from.target != kNone) thread.target = static_cast<std::uint32_t>(from.target);
    } else if (from.does == Does::NeedsPost) {
      thread.waitsFor = WaitFor::Post;
      thread.mutex = keyOf(from.lock);
      thread.key = keyOf(from.semaphore);
      thread.scope = static_cast<PostScope>(from.posters);
    }
    for (const Holding& held : from.holds) {
      holds_[index].push_back(
          {keyOf(held.lock), modeOf(held.isShared), kindOf(system_, held.lock)});
    }
    for (const int process : from.listed) {
      posters_[index].push_back(static_cast<std::uint32_t>(process));
    }
    thread.holds = holds_[index].data();
    thread.holdCount = static_cast<std::uint32_t>(holds_[index].size());
    thread.posters = posters_[index].data();
    thread.posterCount = static_cast<std::uint32_t>(posters_[index].size());
    return thread;
  }

  bool isDeadOrGone(std::uint32_t index) const {
    return result_.threads[index].dead || threads_[index].gone;
  }

  bool mayPost(std::uint32_t poster, const LiveThread& waiter) const {
    if (waiter.scope == PostScope::OwnProcess) {
      return threads_[poster].process == waiter.process;
    }
    if (waiter.scope == PostScope::Everybody) return true;
    for (std::uint32_t i = 0; i < waiter.posterCount; ++i) {
      if (waiter.posters[i] == threads_[poster].process) return true;
    }
    return false;
  }

  bool isTrue(std::uint32_t index) const {
    const WaitVerdict& verdict = result_.threads[index];
    const LiveThread& thread = threads_[index];
    if (!verdict.dead) {
      return (verdict.role == WaitRole::Gone) == (verdict.hang != kNobody) &&
             (verdict.role == WaitRole::None || (verdict.role == WaitRole::Gone && thread.gone));
    }
    if (verdict.hang >= result_.hangCount) return false;
    if (verdict.role != WaitRole::InCycle && verdict.role != WaitRole::Behind) return false;
    if (verdict.waitsFor == kNobody) {
      return verdict.through == WaitFor::Post ||
             (verdict.through == WaitFor::Lock && thread.ownerGone);
    }
    if (!isDeadOrGone(verdict.waitsFor)) return false;
    if (result_.threads[verdict.waitsFor].hang != verdict.hang) return false;
    const LiveThread& other = threads_[verdict.waitsFor];
    if (verdict.through == WaitFor::End) return thread.target == verdict.waitsFor;
    if (verdict.through == WaitFor::Post) {
      return thread.waitsFor == WaitFor::Post && mayPost(verdict.waitsFor, thread);
    }
    const ObjectKey wanted =
        thread.waitsFor == WaitFor::Lock || thread.mutex.space == 0 ? thread.key : thread.mutex;
    const bool asReader = thread.waitsFor == WaitFor::Lock && thread.mode == Mode::Shared;
    if (verdict.hold == kNobody) {
      return asReader && thread.kind == LockKind::RwLockPreferWriter &&
             other.waitsFor == WaitFor::Lock && other.mode == Mode::Exclusive &&
             other.key.object == wanted.object;
    }
    const LiveHold& held = other.holds[verdict.hold];
    return held.key.object == wanted.object && !(asReader && held.mode == Mode::Shared);
  }

  bool isAcrossProcesses(std::uint32_t index) const {
    const std::uint32_t next = result_.threads[index].waitsFor;
    return threads_[index].scope == PostScope::Listed &&
           result_.threads[index].through == WaitFor::Post && next != kNobody &&
           threads_[next].process != threads_[index].process;
  }

  bool isTrue(const Hang& hang, std::uint32_t number) const {
    bool waitsForOwner = false;
    bool gone = false;
    for (std::uint32_t i = 0; i < hang.count; ++i) {
      const std::uint32_t member = result_.members[hang.first + i];
      const WaitVerdict& verdict = result_.threads[member];
      if (verdict.hang != number || !isDeadOrGone(member)) return false;
      const bool ownerless = verdict.through == WaitFor::Lock && verdict.waitsFor == kNobody;
      gone = gone || threads_[member].gone || ownerless;
      if (verdict.through == WaitFor::Lock) waitsForOwner = true;
      if (verdict.through == WaitFor::Post && !hang.needsPosts) return false;
      if ((verdict.role == WaitRole::InCycle) != (i < hang.cycleCount)) return false;
      if (i >= hang.cycleCount) continue;
      if (verdict.through == WaitFor::End || isAcrossProcesses(member)) waitsForOwner = true;
      const std::uint32_t next = (i + 1) % hang.cycleCount;
      if (verdict.waitsFor != result_.members[hang.first + next]) return false;
    }
    if (gone != (hang.rule == HangRule::OwnerGone)) return false;
    if (gone && hang.cycleCount != 0) return false;
    return gone || waitsForOwner == (hang.rule == HangRule::Deadlock);
  }

  const System& system_;
  std::vector<std::vector<LiveHold>> holds_;
  std::vector<std::vector<std::uint32_t>> posters_;
  std::vector<LiveThread> threads_;
  std::vector<LiveProcess> processes_;
  std::vector<std::uint64_t> scratch_;
  WaitForInput input_;
  WaitForResult result_;
};

// More by hand: GORDIAN_WAIT_FOR_SYSTEMS=1000000 GORDIAN_WAIT_FOR_SEED=7
std::uint64_t setting(const char* variable, std::uint64_t otherwise) {
  const char* value = std::getenv(variable);
  return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

TEST(WaitForOracle, RandomSystemsAgree) {
  const std::uint64_t count = setting("GORDIAN_WAIT_FOR_SYSTEMS", 50'000);
  const std::uint64_t seed = setting("GORDIAN_WAIT_FOR_SEED", 1);
  std::uint64_t hanging = 0;
  std::uint64_t byRule[3] = {};
  for (std::uint64_t i = 0; i < count; ++i) {
    const System system = randomSystem(seed * 1'000'000'000 + i);
    const std::vector<bool> continues = futures(system);
    const Reduced reduced(system);
    for (std::size_t k = 0; k < system.threads.size(); ++k) {
      const bool dead = !continues[k] && system.threads[k].does != Does::IsGone;
      ASSERT_EQ(reduced.result().threads[k].dead, dead) << "T" << k << " in\n" << describe(system);
    }
    ASSERT_EQ(reduced.lie(), "") << describe(system);
    if (reduced.result().hangCount != 0) ++hanging;
    for (std::uint32_t k = 0; k < reduced.result().hangCount; ++k) {
      ++byRule[static_cast<int>(reduced.result().hangs[k].rule)];
    }
  }
  std::cout << count << " systems, " << hanging << " with threads that are dead: " << byRule[0]
            << " deadlocks, " << byRule[1] << " gone owners, " << byRule[2] << " stalls\n";
  EXPECT_GT(hanging, count / 10);
  for (const std::uint64_t found : byRule) EXPECT_GT(found, count / 50);
}

}  // namespace
}  // namespace gordian::oracle
