// Random programs: what analyse() says of one run against what exploring every interleaving finds.
#include <gtest/gtest.h>
#include <gordian/lockgraph/analysis.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "oracle/recorder.hpp"

namespace gordian::oracle {
namespace {

using lockgraph::Analysis;
using lockgraph::Confidence;
using lockgraph::Cycle;

constexpr std::size_t kMaxStates = 60'000;

std::vector<std::uint8_t> locksOf(const Cycle& cycle) {
  std::vector<std::uint8_t> locks;
  for (const auto& edge : cycle.edges) locks.push_back(static_cast<std::uint8_t>(edge.held));
  return locks;
}

// The cycles over equal lock classes are one finding, so only the set says whether it is listed.
bool isListed(const Analysis& analysis, std::vector<std::uint8_t> locks) {
  std::sort(locks.begin(), locks.end());
  return std::any_of(analysis.cycles.begin(), analysis.cycles.end(), [&](const Cycle& cycle) {
    std::vector<std::uint8_t> own = locksOf(cycle);
    std::sort(own.begin(), own.end());
    return cycle.confidence != Confidence::RuledOut && own == locks;
  });
}

std::string name(const std::vector<std::uint8_t>& locks) {
  std::string result;
  for (const std::uint8_t lock : locks) result += static_cast<char>('A' + lock);
  return result;
}

struct Tally {
  std::size_t programs = 0;
  std::size_t stuck = 0;  // every run got stuck, or too many states
  std::size_t deadlocks = 0;
  std::size_t likely = 0;
  // Likely, but no interleaving shows it. Where a thread is created under a lock that it has to
  // take first, it waits for its creator; acquisitions with nothing held are not recorded, so this
  // order is not in the trace. Nor is what the failure of a try tells about the others.
  std::size_t unreachable = 0;
  // Of those: on the way to this deadlock the threads always meet in another one.
  std::size_t shadowed = 0;
  std::size_t ruledOut = 0;
  std::vector<std::string> missed;
  std::vector<std::string> surplus;  // unreachable, and nothing explains it
};

bool wasSeen(const Deadlock& deadlock, const Recording& recording) {
  const auto isSeen = [&](const Moment& moment) { return recording.seen.contains(moment); };
  return std::all_of(deadlock.waits.begin(), deadlock.waits.end(), isSeen) &&
         std::all_of(deadlock.creations.begin(), deadlock.creations.end(), isSeen);
}

void compare(const Program& program, const Recording& recording, const Exploration& exploration,
             Tally& tally) {
  const Analysis analysis = lockgraph::analyse(recording.trace);
  std::set<std::vector<std::uint8_t>> seen;
  for (const Deadlock& deadlock : exploration.deadlocks) {
    if (!wasSeen(deadlock, recording)) continue;
    if (!seen.insert(deadlock.locks).second) continue;
    ++tally.deadlocks;
    if (!isListed(analysis, deadlock.locks)) {
      tally.missed.push_back("not listed: " + name(deadlock.locks) + "\n" + text(program));
    }
  }
  for (const Cycle& cycle : analysis.cycles) {
    const std::vector<std::uint8_t> locks = locksOf(cycle);
    if (cycle.confidence == Confidence::RuledOut) {
      ++tally.ruledOut;
      if (seen.contains(locks)) {
        tally.missed.push_back("ruled out: " + name(locks) + "\n" + text(program));
      }
      continue;
    }
    ++tally.likely;
    const bool isReachable =
        std::any_of(exploration.deadlocks.begin(), exploration.deadlocks.end(),
                    [&](const Deadlock& deadlock) { return deadlock.locks == locks; });
    if (isReachable) continue;
    ++tally.unreachable;
    if (recording.hasHiddenOrder) continue;
    if (!exploration.deadlocks.empty()) {
      ++tally.shadowed;
      continue;
    }
    tally.surplus.push_back("likely, unreachable: " + name(locks) + "\n" + text(program));
  }
}

void check(const Program& program, std::uint64_t seed, Tally& tally) {
  ++tally.programs;
  const Exploration exploration = explore(program, kMaxStates);
  if (!exploration.isComplete) {
    ++tally.stuck;
    return;
  }
  for (std::uint64_t attempt = 0; attempt < 20; ++attempt) {
    const std::optional<Recording> recording = record(program, seed * 31 + attempt);
    if (!recording) continue;
    compare(program, *recording, exploration, tally);
    return;
  }
  ++tally.stuck;
}

// More by hand: GORDIAN_ORACLE_PROGRAMS=100000 GORDIAN_ORACLE_SEED=7
std::uint64_t setting(const char* variable, std::uint64_t otherwise) {
  const char* value = std::getenv(variable);
  return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

TEST(Oracle, RandomProgramsAgree) {
  const std::uint64_t count = setting("GORDIAN_ORACLE_PROGRAMS", 3000);
  const std::uint64_t seed = setting("GORDIAN_ORACLE_SEED", 1);
  Tally tally;
  for (std::uint64_t i = 0; i < count; ++i) {
    check(randomProgram(seed * 1'000'003 + i), i, tally);
  }
  std::cout << tally.programs << " programs (" << tally.stuck << " without a run), "
            << tally.deadlocks << " deadlocks seen, " << tally.likely << " reported, "
            << tally.unreachable << " of them unreachable (" << tally.shadowed
            << " shadowed by another deadlock), " << tally.ruledOut << " ruled out\n";
  ASSERT_TRUE(tally.missed.empty()) << tally.missed.size() << " wrong, first:\n"
                                    << tally.missed.front();
  ASSERT_TRUE(tally.surplus.empty()) << tally.surplus.size() << " unexplained, first:\n"
                                     << tally.surplus.front();
  // The seed is fixed: the two sides really met.
  EXPECT_GT(tally.deadlocks, count / 20);
  EXPECT_GT(tally.ruledOut, count / 20);
  EXPECT_LT(tally.unreachable * 10, tally.likely);
}

Program programOf(std::vector<std::vector<Op>> threads) {
  Program program;
  program.lockCount = 2;
  program.isRwLock = {false, false};
  program.threads = std::move(threads);
  return program;
}

constexpr Op acquire(std::uint8_t lock) {
  return {Act::Acquire, lock, false};
}
constexpr Op release(std::uint8_t lock) {
  return {Act::Release, lock, false};
}
constexpr Op create(std::uint8_t thread) {
  return {Act::Create, thread, false};
}

TEST(Oracle, KnowsTheTextbookDeadlock) {
  const Program program = programOf({{create(1), acquire(0), acquire(1), release(1), release(0)},
                                     {acquire(1), acquire(0), release(0), release(1)}});
  const Exploration exploration = explore(program, kMaxStates);
  ASSERT_EQ(exploration.deadlocks.size(), 1u);
  EXPECT_EQ(exploration.deadlocks.begin()->locks, (std::vector<std::uint8_t>{0, 1}));
  // The same with the locks in one order.
  const Program twin = programOf({{create(1), acquire(0), acquire(1), release(1), release(0)},
                                  {acquire(0), acquire(1), release(1), release(0)}});
  EXPECT_TRUE(explore(twin, kMaxStates).deadlocks.empty());
}

TEST(Oracle, KnowsBarriersAndOnceFlags) {
  constexpr Op kMeet{Act::Meet, 0, false};
  const std::vector<Op> forth{acquire(0), acquire(1), release(1), release(0)};
  const std::vector<Op> back{acquire(1), acquire(0), release(0), release(1)};
  const auto join = [](std::vector<Op> first, const std::vector<Op>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
  };
  Program program = programOf({join({create(1)}, join(forth, {kMeet})), join({kMeet}, back)});
  program.parties = 2;
  EXPECT_TRUE(explore(program, kMaxStates).deadlocks.empty());
  program.threads[1] = join(back, {kMeet});
  EXPECT_EQ(explore(program, kMaxStates).deadlocks.size(), 1u);
  // The routine takes A; thread 1 holds A around the flag, or comes past the flag before.
  constexpr Op kOnce{Act::Once, 0, false};
  Program once = programOf({{create(1), kOnce}, {acquire(0), kOnce, release(0)}});
  once.routines = {{acquire(0), release(0), {Act::Finish, 0, false}}};
  EXPECT_EQ(explore(once, kMaxStates).deadlocks.size(), 1u);
  once.threads[1] = {kOnce, acquire(0), kOnce, release(0)};
  EXPECT_TRUE(explore(once, kMaxStates).deadlocks.empty());
}

// Known gap: the child has to take A, which its creator holds across the create, before it comes to
// B -> A; by then the creator is past A -> B. That the child took A alone is not in the trace.
TEST(Oracle, HiddenOrderIsReportedAllTheSame) {
  const Program program =
      programOf({{acquire(0), create(1), acquire(1), release(1), release(0)},
                 {acquire(0), release(0), acquire(1), acquire(0), release(0), release(1)}});
  EXPECT_TRUE(explore(program, kMaxStates).deadlocks.empty());
  const std::optional<Recording> recording = record(program, 1);
  ASSERT_TRUE(recording);
  EXPECT_TRUE(isListed(lockgraph::analyse(recording->trace), {0, 1}));
}

}  // namespace
}  // namespace gordian::oracle
