// A declared order, kept and broken.
#include <gtest/gtest.h>

#include "trace_text.hpp"

namespace gordian::lockgraph::test {
namespace {

// A ranks 1, B 2, C 2; D has no rank.
std::size_t breaks(std::initializer_list<std::string> lines) {
  TraceText text;
  const auto ranked = {text.lock("A"), text.lock("B"), text.lock("C")};
  for (const std::string& line : lines) text.add(line);
  std::vector<std::optional<std::int64_t>> ranks(text.trace().locks.size());
  std::int64_t rank = 0;
  for (const LockId lock : ranked)
    ranks[static_cast<std::size_t>(lock)] = std::min<std::int64_t>(++rank, 2);
  return findRankBreaks(text.trace(), ranks).size();
}

TEST(Ranks, AHigherRankAfterALowerOneIsTheOrder) {
  EXPECT_EQ(breaks({"T1: A->B"}), 0u);
  EXPECT_EQ(breaks({"T1: B->A"}), 1u);
}

TEST(Ranks, EqualRanksOnlyByTrying) {
  EXPECT_EQ(breaks({"T1: B->C"}), 1u);
  EXPECT_EQ(breaks({"T1: B->C?"}), 0u);
  EXPECT_EQ(breaks({"T1: B->C~"}), 1u);
}

TEST(Ranks, TheHighestOfWhatIsHeldCounts) {
  EXPECT_EQ(breaks({"T1: B D->A"}), 1u);
  EXPECT_EQ(breaks({"T1: D->A"}), 0u);
  EXPECT_EQ(breaks({"T1: B->D"}), 0u);
}

TEST(Ranks, ALockThatIsHeldAlreadyIsNoStep) {
  EXPECT_EQ(breaks({"kind A recursive", "T1: A B->A"}), 0u);
}

TEST(Ranks, OncePerClassesAndPlace) {
  TraceText text({"T1: B->A", "T2: B->A"});
  EXPECT_EQ(findRankBreaks(text.trace(), {2, 1}).size(), 2u);
  text.trace().dependencies[1].stack = text.trace().dependencies[0].stack;
  EXPECT_EQ(findRankBreaks(text.trace(), {2, 1}).size(), 1u);
}

}  // namespace
}  // namespace gordian::lockgraph::test
