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

// T2 is joined under A, under which T3 is created: when T3 gets A, T2 has ended; while T2 held A,
// T3 was not there.
TEST(Births, WhoIsJoinedUnderTheLockHasEnded) {
  for (const auto& [left, right] : {std::pair("T2: A->B", "T3: B->A"), {"T2: B->A", "T3: A->B"}}) {
    const auto with = [&, one = left, other = right](const char* birth, const char* join) {
      return cycles({"T1@0 creates T2", birth, join, one, other});
    };
    EXPECT_THAT(with("T1@1 creates T3 holding A#7", "T1@2 joins T2 holding A#7"),
                ElementsAre("A -> B -> A possible: ordered"));
    for (const char* const join :
         {"T1@2 joins T2", "T1@2 joins T2 holding A#8", "T1@2 joins T2 holding g#7"}) {
      EXPECT_THAT(with("T1@1 creates T3 holding A#7", join), ElementsAre("A -> B -> A likely"))
          << left << ", " << join;
    }
    EXPECT_THAT(with("T1@1 creates T3", "T1@2 joins T2 holding A#7"),
                ElementsAre("A -> B -> A likely"));
  }
  // Two readers are there at once.
  EXPECT_THAT(cycles({"kind A rwlock", "T1@0 creates T2", "T1@1 creates T3 holding A#7",
                      "T1@2 joins T2 holding A#7", "T2: A/s->B", "T3: B->A"}),
              ElementsAre("A -> B -> A likely"));
}

// By a post that was taken, the one was over when the other began.
TEST(SoftOrder, LeavesACyclePossible) {
  EXPECT_THAT(cycles({"T1: A->B", "T1 posts 1", "T2 takes 1", "T2: B->A"}),
              ElementsAre("A -> B -> A possible: soft order"));
  // Through a third thread, and a thread that it creates.
  EXPECT_THAT(cycles({"T1: A->B", "T1 posts 1", "T3 takes 1", "T3 posts 2", "T4 takes 2",
                      "T4@0 creates T2", "T2: B->A"}),
              ElementsAre("A -> B -> A possible: soft order"));
}

TEST(SoftOrder, NothingIsClaimedWhereItNeedNot) {
  for (const auto& lines : std::vector<std::vector<std::string>>{
           {"T1: A->B", "T1 posts 1", "T2 takes 2", "T2: B->A"},     // another object
           {"T1 posts 1", "T1: A->B", "T2 takes 1", "T2: B->A"},     // too early
           {"T1: A->B", "T2 takes 1", "T1 posts 1", "T2: B->A"},     // not this post
           {"T1: A->B", "T1 posts 1", "T2: B->A", "T2 takes 1"},     // too late
           {"T1: A->B", "T1 posts 1", "T3 takes 1", "T2: B->A"}}) {  // another thread
    TraceText text;
    for (const std::string& line : lines) text.add(line);
    EXPECT_THAT(text.cycles(), ElementsAre("A -> B -> A likely")) << lines[1] << ", " << lines[2];
  }
  // It was made more often than it was recorded.
  TraceText again{"T1: A->B", "T1 posts 1", "T2 takes 1", "T2: B->A"};
  again.trace().dependencies[0].count = 2;
  EXPECT_THAT(again.cycles(), ElementsAre("A -> B -> A likely"));
  // The wait ended by itself.
  TraceText late{"T1: A->B", "T1 posts 1", "T2 takes 1", "T2: B->A"};
  late.trace().notices[1].gaveUp = true;
  EXPECT_THAT(late.cycles(), ElementsAre("A -> B -> A likely"));
}

TEST(SoftOrder, AWaitThatNobodyWasSeenToEnd) {
  const auto waiting = [](std::initializer_list<std::string> more) {
    TraceText text{"T1: A->B", "T2: B->A"};
    text.trace().dependencies[1].afterWait = true;
    for (const std::string& line : more) text.add(line);
    for (Notice& notice : text.trace().notices) notice.kind = Meeting::Condition;
    return text;
  };
  EXPECT_THAT(waiting({}).cycles(), ElementsAre("A -> B -> A possible: unwoken"));
  EXPECT_THAT(waiting({"T2 takes 1"}).cycles(), ElementsAre("A -> B -> A likely"));
  EXPECT_THAT(waiting({"T1 takes 1"}).cycles(), ElementsAre("A -> B -> A possible: unwoken"));
  TraceText cut = waiting({"T1 posts 1"});
  cut.trace().notices[0].isLastOfAll = true;
  EXPECT_THAT(cut.cycles(), ElementsAre("A -> B -> A likely"));
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
