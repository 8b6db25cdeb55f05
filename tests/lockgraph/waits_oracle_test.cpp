// Random programs with semaphores: what analyse() says of waits with a lock held, against exploring
// every interleaving.
#include <gtest/gtest.h>
#include <gordian/lockgraph/analysis.hpp>

#include <cstdlib>
#include <iostream>

#include "oracle/recorder.hpp"

namespace gordian::oracle {
namespace {

using lockgraph::Confidence;
using lockgraph::HeldWait;

constexpr std::size_t kMaxStates = 60'000;

struct Tally {
  std::size_t programs = 0;
  std::size_t runs = 0;
  std::size_t starved = 0;  // situations in which some interleaving ends, in these programs
  std::size_t found = 0;    // … that were told
  std::size_t likely = 0;
  std::size_t unreachable = 0;  // likely, but no interleaving shows it
  std::size_t possible = 0;
  std::size_t possibleUnreachable = 0;
  std::vector<std::string> examples;
};

void compare(const Program& program, const Recording& recording, const Exploration& exploration,
             Tally& tally) {
  ++tally.runs;
  tally.starved += exploration.starved.size();
  for (const HeldWait& found : lockgraph::analyse(recording.trace).heldWaits) {
    const lockgraph::Wait& wait = recording.trace.waits[found.wait];
    if (found.confidence == Confidence::RuledOut) continue;
    const Starved told{static_cast<std::size_t>(wait.thread), recording.waits[found.wait],
                       static_cast<std::uint8_t>(wait.held[found.held].lock)};
    const bool isReachable = exploration.starved.contains(told);
    tally.found += isReachable ? 1 : 0;
    const bool isLikely = found.confidence == Confidence::Likely;
    (isLikely ? tally.likely : tally.possible) += 1;
    if (isReachable) continue;
    (isLikely ? tally.unreachable : tally.possibleUnreachable) += 1;
    if (isLikely)
      tally.examples.push_back("T" + std::to_string(told.thread) + " at " +
                               std::to_string(told.operation) + " holds " +
                               static_cast<char>('A' + told.lock) + "\n" + text(program));
  }
}

void check(const Program& program, std::uint64_t seed, Tally& tally) {
  ++tally.programs;
  const Exploration exploration = explore(program, kMaxStates);
  if (!exploration.isComplete) return;
  for (std::uint64_t attempt = 0; attempt < 20; ++attempt) {
    const std::optional<Recording> recording = record(program, seed * 31 + attempt);
    if (!recording) continue;
    compare(program, *recording, exploration, tally);
    return;
  }
}

// More by hand: GORDIAN_ORACLE_PROGRAMS=100000 GORDIAN_ORACLE_SEED=7
std::uint64_t setting(const char* variable, std::uint64_t otherwise) {
  const char* value = std::getenv(variable);
  return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

TEST(WaitsOracle, WhatIsLikelyCanHappen) {
  const std::uint64_t count = setting("GORDIAN_ORACLE_PROGRAMS", 4000);
  const std::uint64_t seed = setting("GORDIAN_ORACLE_SEED", 1);
  Tally tally;
  for (std::uint64_t i = 0; i < count; ++i)
    check(randomProgramWithSemaphores(seed * 1'000'003 + i), i, tally);
  std::cout << tally.programs << " programs (" << tally.runs << " with a run), " << tally.starved
            << " ways to starve, " << tally.found << " of them told; " << tally.likely
            << " likely, " << tally.unreachable << " of them unreachable; " << tally.possible
            << " possible, " << tally.possibleUnreachable << " unreachable\n";
  for (std::size_t i = 0; i < tally.examples.size() && i < setting("GORDIAN_ORACLE_SHOW", 0); ++i)
    std::cout << tally.examples[i] << "\n";
  EXPECT_GT(tally.likely, count / 200);
  EXPECT_LT(tally.unreachable * 10, tally.likely);
}

}  // namespace
}  // namespace gordian::oracle
