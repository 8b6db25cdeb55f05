// Programs that were once judged wrong, a short campaign with a fixed seed, and the oracle itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "campaign.hpp"
#include "explorer.hpp"
#include "generator.hpp"
#include "shrink.hpp"

namespace gordian::oracle {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::size_t kMaxStates = 60'000;

Program programOf(const std::string& text) {
  std::string wrong;
  auto program = parse(text, wrong);
  EXPECT_TRUE(program) << wrong;
  return program.value_or(Program{});
}

std::vector<std::string> deadlocks(const std::string& text) {
  std::vector<std::string> result;
  for (const Deadlock& deadlock : explore(programOf(text), kMaxStates).deadlocks) {
    std::string name;
    for (const std::uint8_t lock : deadlock.locks) name += static_cast<char>('A' + lock);
    if (result.empty() || result.back() != name) result.push_back(name);
  }
  return result;
}

TEST(Explorer, TheTextbookDeadlockAndItsTwin) {
  EXPECT_THAT(deadlocks("T0: create1 +A +B -B -A\nT1: +B +A -A -B\n"), ElementsAre("AB"));
  EXPECT_THAT(deadlocks("T0: create1 +A +B -B -A\nT1: +A +B -B -A\n"), IsEmpty());
  EXPECT_THAT(deadlocks("T0: create1 join1 +A +B -B -A\nT1: +B +A -A -B\n"), IsEmpty());
  EXPECT_THAT(deadlocks("T0: create1 +C +A +B -B -A -C\nT1: +C +B +A -A -B -C\n"), IsEmpty());
}

TEST(Explorer, KindsOfLocks) {
  EXPECT_THAT(deadlocks("T0: +A +A -A -A\n"), ElementsAre("A"));
  EXPECT_THAT(deadlocks("lock A recursive\nT0: +A +A -A -A\n"), IsEmpty());
  EXPECT_THAT(deadlocks("lock A rwlock\nT0: +A/s +A -A -A\n"), ElementsAre("A"));
  EXPECT_THAT(deadlocks("lock A rwlock\nT0: +A +A -A\n"), IsEmpty());
  const std::string readsAgain = "T0: create1 +A/s +A/s -A -A\nT1: +A -A\n";
  EXPECT_THAT(deadlocks("lock A rwlock\n" + readsAgain), IsEmpty());
  EXPECT_THAT(deadlocks("lock A prefer-writer\n" + readsAgain), ElementsAre("A"));
  const std::string behind =
      "lock B rwlock\nT0: create1 create2 +A/s +B -B -A\nT1: +B +A/s -A -B\nT2: +A -A\n";
  EXPECT_THAT(deadlocks("lock A rwlock\n" + behind), IsEmpty());
  EXPECT_THAT(deadlocks("lock A prefer-writer\n" + behind), ElementsAre("AB"));
}

TEST(Explorer, TriesAndTimeLimits) {
  EXPECT_THAT(deadlocks("T0: create1 +A ?B -B -A\nT1: +B +A -A -B\n"), IsEmpty());
  const Exploration timed =
      explore(programOf("T0: create1 +A ~B -B -A\nT1: +B +A -A -B\n"), kMaxStates);
  EXPECT_THAT(timed.deadlocks, IsEmpty());
  EXPECT_THAT(timed.timed, SizeIs(1));
}

TEST(Explorer, MeetingsThatAreNoLocks) {
  EXPECT_THAT(deadlocks("T0: create1 +A +B -B -A post0\nT1: take0 +B +A -A -B\n"), IsEmpty());
  EXPECT_THAT(deadlocks("2 parties\nT0: create1 +A +B -B -A meet\nT1: meet +B +A -A -B\n"),
              IsEmpty());
  EXPECT_THAT(deadlocks("2 parties\nT0: create1 +A +B -B -A meet\nT1: +B +A -A -B meet\n"),
              ElementsAre("AB"));
  EXPECT_THAT(deadlocks("T0: create1 +A +B -B -A +C set0 -C\nT1: +C await0:C -C +B +A -A -B\n"
                        "lock C mutex\n"),
              IsEmpty());
  // The mutex is taken again while B is held.
  EXPECT_THAT(deadlocks("T0: create1 +A set0 +B -B -A\nT1: +B +A await0:A -A -B\n"),
              ElementsAre("AB"));
}

TEST(Explorer, OnceFlags) {
  EXPECT_THAT(deadlocks("T0: create1 once0\nT1: +A once0 -A\nonce0: +A -A done\n"), SizeIs(2));
  EXPECT_THAT(deadlocks("T0: create1 once0\nT1: once0 +A once0 -A\nonce0: +A -A done\n"),
              IsEmpty());
}

TEST(Explorer, WhoStarves) {
  const auto starved = [](const std::string& text) {
    return explore(programOf(text), kMaxStates).starved;
  };
  const auto of = starved("T0: create1 +A take0 -A\nT1: +A post0 -A\n");
  ASSERT_THAT(of, SizeIs(1));
  EXPECT_TRUE(of.begin()->isCause);
  EXPECT_THAT(starved("T0: create1 +A take0 -A\nT1: post0 +A -A\n"), IsEmpty());
  EXPECT_THAT(starved("T0: create1 +A join1 -A\nT1: +A -A\n"), SizeIs(1));
  EXPECT_THAT(starved("T0: create1 join1 +A -A\nT1: +A -A\n"), IsEmpty());
}

TEST(Program, TextIsReadAsItIsWritten) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Program program = randomProgram(seed);
    const std::string written = text(program);
    EXPECT_EQ(text(programOf(written)), written);
  }
  std::string wrong;
  for (const char* const bad : {"", "T0: +", "T9: +A", "T0: create7", "T0: meet", "lock A big",
                                "T0: +A\nT1: wait0", "T0: once3", "T0: take9"})
    EXPECT_FALSE(parse(bad, wrong)) << bad;
}

TEST(Shrink, WhatIsLeftIsStillWrongAndNothingCanGo) {
  const Program program = programOf(
      "lock C rwlock\n2 parties\nT0: create1 create2 +C/s +A +B -B -A -C meet join1\n"
      "T1: ?D +B +A -A -B -D\nT2: +C -C meet\n");
  const Program least = shrink(
      program, [](const Program& one) { return !explore(one, kMaxStates).deadlocks.empty(); });
  EXPECT_THAT(text(least), testing::StrEq("T0: create1 +A +B\nT1: +B +A\n"));
}

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A line `# verdict: …` for each finding; nothing may be wrong with any.
TEST(Kept, ProgramsAreJudgedAsTheyWereOnceNot) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(KEPT_PROGRAMS))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  ASSERT_FALSE(files.empty());
  for (const std::filesystem::path& file : files) {
    const std::string all = contents(file);
    std::vector<std::string> expected;
    std::istringstream lines(all);
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("# verdict: ")) expected.push_back(line.substr(11));
    const Program program = programOf(all);
    EXPECT_THAT(verdicts(program, 1), testing::ElementsAreArray(expected)) << file;
    for (const Complaint& complaint : judge(program, 1).complaints)
      ADD_FAILURE() << file << ": " << nameOf(complaint.of) << " " << complaint.what;
  }
}

// scripts/oracle runs a million.
TEST(Campaign, AShortOneWithAFixedSeed) {
  Campaign campaign;
  campaign.programs = 2000;
  campaign.seed = 1;
  run(campaign);
  const Judged all = sum(campaign);
  for (std::size_t i = 0; i < kCounts; ++i) {
    const auto count = static_cast<Count>(i);
    if (isNever(count)) {
      EXPECT_EQ(all[count], 0u) << nameOf(count);
    }
  }
  // The two sides really met.
  EXPECT_GT(all[Count::Deadlocks], 100u);
  EXPECT_GT(all[Count::Likely], 100u);
  EXPECT_GT(all[Count::RuledOut], 100u);
  EXPECT_LT(all[Count::TooLarge] * 20, all[Count::Programs]);
}

}  // namespace
}  // namespace gordian::oracle
