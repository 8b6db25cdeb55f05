// Whether acquisitions, and the lives of threads, can be at the same time.
#include <gordian/lockgraph/overlap.hpp>

#include <gtest/gtest.h>

#include "trace_text.hpp"

namespace gordian::lockgraph::test {
namespace {

// The first two dependencies of the lines.
bool canMeet(std::initializer_list<std::string> lines) {
  const TraceText text(lines);
  return Overlap(text.trace()).canMeet(DependencyId{0}, DependencyId{1});
}

// The first dependency and a thread.
bool canMeet(std::initializer_list<std::string> lines, const std::string& thread) {
  TraceText text(lines);
  const ThreadId other = text.thread(thread);
  return Overlap(text.trace()).canMeet(DependencyId{0}, other);
}

TEST(Overlap, OfTwoThreadsThatKnowNothingOfEachOther) {
  EXPECT_TRUE(canMeet({"T1: A->B", "T2: B->A"}));
  EXPECT_FALSE(canMeet({"T1: A->B", "T1: B->A"}));
}

TEST(Overlap, NotBeforeTheCreationNorAfterTheJoin) {
  EXPECT_FALSE(canMeet({"T1@0: A->B", "T2: B->A", "T1@0 creates T2"}));
  EXPECT_TRUE(canMeet({"T1@1: A->B", "T2: B->A", "T1@0 creates T2"}));
  EXPECT_FALSE(canMeet({"T1@2: A->B", "T2: B->A", "T1@0 creates T2", "T1@2 joins T2"}));
}

TEST(Overlap, OfAnAcquisitionAndTheLifeOfAThread) {
  EXPECT_FALSE(canMeet({"T1@0: A->B", "T1@0 creates T2"}, "T2"));
  EXPECT_TRUE(canMeet({"T1@1: A->B", "T1@0 creates T2", "T1@2 joins T2"}, "T2"));
  EXPECT_FALSE(canMeet({"T1@2: A->B", "T1@0 creates T2", "T1@2 joins T2"}, "T2"));
  EXPECT_FALSE(canMeet({"T1: A->B"}, "T1"));
}

TEST(Overlap, OneOfSeveralTimesIsEnough) {
  TraceText text({"T1@0: A->B", "T2: B->A", "T1@0 creates T2"});
  EXPECT_FALSE(Overlap(text.trace()).canMeet(DependencyId{0}, DependencyId{1}));
  text.trace().dependencies[0].occurrences.push_back({1, 9});
  EXPECT_TRUE(Overlap(text.trace()).canMeet(DependencyId{0}, DependencyId{1}));
}

TEST(Overlap, WhatIsNotKnownCountsAsApart) {
  EXPECT_FALSE(canMeet({"T1@4: A->B", "T2: B->A", "cut T1 3"}));
  EXPECT_FALSE(canMeet({"T1: A->B", "T2: B->A", "cut T2 3"}, "T2"));
}

TEST(Overlap, KnowsWhatGuardsAThread) {
  const TraceText text({"T1@0 creates T2 holding g#3", "T1@1 joins T2 holding g#3", "T2: A->B"});
  const auto guards = Overlap(text.trace()).guardsOf(ThreadId{1});
  ASSERT_EQ(guards.size(), 1u);
  EXPECT_EQ(guards[0].holder, ThreadId{0});
}

}  // namespace
}  // namespace gordian::lockgraph::test
