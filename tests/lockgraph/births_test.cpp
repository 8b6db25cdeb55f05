// Threads created under a lock that they take themselves, readers that read again; and the twins.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trace_text.hpp"

namespace gordian::lockgraph::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> cycles(std::initializer_list<std::string> lines) {
  return TraceText(lines).cycles();
}

// What the child does behind its own acquisition of g lies behind the creator's release of it.
TEST(Births, TheChildWaitsForItsCreator) {
  EXPECT_THAT(cycles({"T1@0 creates T2 holding g", "T1@1: g A->B", "T2 uses g at 1", "T2: B#2->A"}),
              ElementsAre("A -> B -> A possible: ordered"));
  EXPECT_THAT(cycles({"T1@0 creates T2 holding g", "T1@1: g A->B", "T2: x->g", "T2: B->A"}),
              ElementsAre("A -> B -> A possible: ordered"));
  // Handed down.
  EXPECT_THAT(cycles({"T1@0 creates T3 holding g", "T3@0 creates T2", "T1@1: g A->B",
                      "T2 uses g at 1", "T2: B#2->A"}),
              ElementsAre("A -> B -> A possible: ordered"));
}

TEST(Births, NothingIsClaimedWhereItNeedNot) {
  // It takes g only afterwards, or not so that it waits.
  for (const char* const use : {"T2 uses g at 3", "T2 uses g? at 1", "T2 uses g~ at 1"}) {
    EXPECT_THAT(cycles({"T1@0 creates T2 holding g", "T1@1: g A->B", use, "T2: B#2->A"}),
                ElementsAre("A -> B -> A likely"))
        << use;
  }
  EXPECT_THAT(cycles({"T1@0 creates T2 holding g", "T1@1: g A->B", "T2: B->A", "T2: x->g"}),
              ElementsAre("A -> B -> A likely"));
  // Another stretch, and none at all.
  EXPECT_THAT(
      cycles({"T1@0 creates T2 holding g", "T1@1: g#5 A->B", "T2 uses g at 1", "T2: B#2->A"}),
      ElementsAre("A -> B -> A likely"));
  EXPECT_THAT(cycles({"T1@0 creates T2 holding g", "T1@1: A->B", "T2 uses g at 1", "T2: B#2->A"}),
              ElementsAre("A -> B -> A likely"));
  // Two readers do not wait for each other.
  EXPECT_THAT(cycles({"kind g rwlock", "T1@0 creates T2 holding g", "T1@1: g/s A->B",
                      "T2 uses g/s at 1", "T2: B#2->A"}),
              ElementsAre("A -> B -> A likely"));
}

TEST(Births, WhatWasDoneMoreOftenThanItWasRecordedCanBeLater) {
  TraceText text{"T1@0 creates T2 holding g", "T1@1: g A->B", "T2 uses g at 1", "T2: B#2->A"};
  text.trace().dependencies[0].count = 2;
  EXPECT_THAT(text.cycles(), ElementsAre("A -> B -> A likely"));
}

// A protocol would show all of one before all of the other.
TEST(SoftOrder, RanksCyclesThatWereSeenInTurnsFirst) {
  TraceText text{"T1: A->B", "T2: B->A", "T3: C->D", "T4: D->C"};
  EXPECT_THAT(text.cycles(), ElementsAre("A -> B -> A likely", "C -> D -> C likely"));
  text.trace().dependencies[2].occurrences.push_back({1, 99});
  EXPECT_THAT(text.cycles(), ElementsAre("C -> D -> C likely", "A -> B -> A likely"));
}

std::vector<DoubleLock> doubles(std::initializer_list<std::string> lines) {
  return analyse(TraceText(lines).trace()).doubleLocks;
}

TEST(ReadsAgain, BehindAWriterThatWaits) {
  const auto found = doubles({"kind A prefer-writer", "T1: A/s->A/s", "T2 uses A"});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].writer);
  EXPECT_THAT(doubles({"kind A prefer-writer", "T1: A/s->A/s", "T2: x->A"}), SizeIs(1));
}

TEST(ReadsAgain, OnlyWhereAWriterCanWait) {
  EXPECT_THAT(doubles({"kind A rwlock", "T1: A/s->A/s", "T2 uses A"}), IsEmpty());
  for (const char* const use : {"T1 uses A", "T2 uses A/s", "T2 uses A?", "T2 uses A~"})
    EXPECT_THAT(doubles({"kind A prefer-writer", "T1: A/s->A/s", use}), IsEmpty()) << use;
  EXPECT_THAT(doubles({"kind A prefer-writer", "T1: A/s->A/s?", "T2 uses A"}), IsEmpty());
  EXPECT_THAT(doubles({"kind A prefer-writer", "T1: g A/s->A/s", "T2: g->A"}), IsEmpty());
  EXPECT_THAT(doubles({"kind A prefer-writer", "T1@0: A/s->A/s", "T1@0 creates T2", "T2 uses A"}),
              IsEmpty());
  EXPECT_THAT(doubles({"kind A prefer-writer", "T1@1: A/s->A/s", "T1@0 creates T2", "T2 uses A"}),
              SizeIs(1));
}

}  // namespace
}  // namespace gordian::lockgraph::test
