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
  std::size_t unreachable = 0;  // likely, but no interleaving shows it
  std::size_t ruledOut = 0;
  std::vector<std::string> missed;
  std::vector<std::string> surplus;
};

bool wasSeen(const Deadlock& deadlock, const Recording& recording) {
  return std::all_of(deadlock.waits.begin(), deadlock.waits.end(),
                     [&](const Moment& wait) { return recording.seen.contains(wait); });
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
            << tally.unreachable << " of them unreachable, " << tally.ruledOut << " ruled out\n";
  const std::size_t shown =
      std::min<std::size_t>(setting("GORDIAN_ORACLE_SHOW", 3), tally.surplus.size());
  for (std::size_t i = 0; i < shown; ++i) std::cout << tally.surplus[i] << "\n";
  ASSERT_TRUE(tally.missed.empty()) << tally.missed.size() << " wrong, first:\n"
                                    << tally.missed.front();
}

}  // namespace
}  // namespace gordian::oracle
