// Hard order by barriers and once flags: what it refutes, and what it must leave open.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trace_text.hpp"

namespace gordian::lockgraph::test {
namespace {

using testing::ElementsAre;

// A -> B by T1 against B -> A by T2, with `lines` about their order.
std::vector<std::string> verdict(const std::string& first, const std::string& second,
                                 std::initializer_list<std::string> lines) {
  TraceText text(lines);
  text.add(first + ": A->B");
  text.add(second + ": B->A");
  return text.cycles();
}

const auto kRuledOut = ElementsAre("A -> B -> A ruled out: ordered");
const auto kLikely = ElementsAre("A -> B -> A likely");
const auto kPossible = ElementsAre("A -> B -> A possible: ordered");

TEST(Barriers, WhatIsBeforeARoundIsBeforeWhatIsBehindIt) {
  const auto lines = {"barrier b 2", "T1@0 meets b 0", "T2@0 meets b 0"};
  const auto at = [&](const char* first, const char* second) {
    TraceText text;
    for (const char* const line : lines) text.add(line);
    text.add(std::string(first) + ": A->B");
    text.add(std::string(second) + ": B->A");
    return text.cycles();
  };
  EXPECT_THAT(at("T1@0", "T2@1"), kRuledOut);
  EXPECT_THAT(at("T1@1", "T2@0"), kRuledOut);
  EXPECT_THAT(at("T1@0", "T2@0"), kLikely);
  EXPECT_THAT(at("T1@1", "T2@1"), kLikely);
}

TEST(Barriers, OthersThatComeMakeItUncertain) {
  // In another run T3 comes first, and T1 and T2 do not meet.
  EXPECT_THAT(verdict("T1@0", "T2@1",
                      {"barrier b 2", "T1@0 meets b 0", "T2@0 meets b 0", "T3@0 meets b 1 unleft"}),
              kLikely);
  EXPECT_THAT(verdict("T1@0", "T2@1",
                      {"barrier b 2", "T1@0 meets b 0", "T2@0 meets b 0", "T3@0 meets b 1",
                       "T4@0 meets b 1"}),
              kLikely);
  EXPECT_THAT(verdict("T1@0", "T2@1", {"barrier b 2 unseen", "T1@0 meets b 0", "T2@0 meets b 0"}),
              kPossible);
  EXPECT_THAT(verdict("T1@0", "T3", {"barrier b 2 unseen", "T1@0 meets b 0", "T2@0 meets b 0"}),
              kLikely);
}

TEST(Barriers, ARoundIsKnownOnlyWithAllWhoCame) {
  EXPECT_THAT(verdict("T1@0", "T2@1", {"barrier b 3", "T1@0 meets b 0", "T2@0 meets b 0"}),
              kPossible);
  EXPECT_THAT(
      verdict("T1@0", "T2@1", {"barrier b 3", "T1@0 meets b 0 unleft", "T2@0 meets b 0 unleft"}),
      kLikely);
  EXPECT_THAT(
      verdict("T1@1", "T2@2", {"barrier b 2", "T1@0+1*2 meets b 0 unleft", "T2@0 meets b 0"}),
      kLikely);
}

TEST(Barriers, NewcomersThatCouldNotHaveComeBefore) {
  // T0 runs two teams, one after the other.
  const auto teams = [](const char* created, const char* first, const char* second) {
    return verdict(
        first, second,
        {"barrier b 2", "T0@0 creates T1", "T0@1 creates T2", "T1@0 meets b 0", "T2@0 meets b 0",
         "T0@3 joins T1", "T0@4 joins T2", std::string("T0@") + created + " creates T3",
         "T0@5 creates T4", "T3@0 meets b 1", "T4@0 meets b 1"});
  };
  EXPECT_THAT(teams("4", "T1@0", "T2@1"), kRuledOut);
  EXPECT_THAT(teams("4", "T3@0", "T4@1"), kRuledOut);
  // Could have met T1.
  EXPECT_THAT(teams("1", "T1@0", "T2@1"), kLikely);
  EXPECT_THAT(teams("1", "T3@0", "T4@1"), kLikely);
}

TEST(Barriers, RoundsBeforeANewcomerCouldComeStayCertain) {
  // T1 creates T3 after round 4; T3 comes in T2's place in round 9.
  const auto team = [](const char* first, const char* second) {
    return verdict(first, second,
                   {"barrier b 2", "T1@0+1*5 meets b 0", "T1@5 creates T3", "T1@6+1*8 meets b 5",
                    "T2@0+1*9 meets b 0", "T3@0+1*4 meets b 9"});
  };
  EXPECT_THAT(team("T1@3", "T2@4"), kRuledOut);
  EXPECT_THAT(team("T1@7", "T2@7"), kLikely);
  EXPECT_THAT(team("T1@7", "T2@8"), kLikely);
}

TEST(Barriers, OrderGoesThroughRoundsAndLives) {
  // T1, then the round, then T2's child.
  EXPECT_THAT(
      verdict("T1@0", "T3", {"barrier b 2", "T1@0 meets b 0", "T2@0 meets b 0", "T2@1 creates T3"}),
      kRuledOut);
  EXPECT_THAT(
      verdict("T1@0", "T3", {"barrier b 2", "T1@0 meets b 0", "T2@1 meets b 0", "T2@0 creates T3"}),
      kLikely);
  // Through two barriers with one thread in common.
  EXPECT_THAT(verdict("T1@0", "T3@1",
                      {"barrier b 2", "barrier c 2", "T1@0 meets b 0", "T2@0 meets b 0",
                       "T2@1 meets c 0", "T3@0 meets c 0"}),
              kRuledOut);
  EXPECT_THAT(verdict("T1@0", "T3@1",
                      {"barrier b 2", "barrier c 2", "T1@0 meets b 0", "T2@1 meets b 0",
                       "T2@0 meets c 0", "T3@0 meets c 0"}),
              kLikely);
}

TEST(Barriers, AnOpenRunWentOnAsLongAsOthersWereLetGo) {
  // T1 was killed before it said how far it came.
  EXPECT_THAT(verdict("T1@7", "T2@9",
                      {"barrier b 2", "T1@0+1*2 meets b 0 open unleft", "T2@0+1*9 meets b 0"}),
              kRuledOut);
  // A run that ended there: then nobody was let go later, and something is missing.
  EXPECT_THAT(verdict("T1@7", "T2@9", {"barrier b 2", "T1@0+1*2 meets b 0", "T2@0+1*9 meets b 0"}),
              kPossible);
  // Nobody was seen behind round 8.
  EXPECT_THAT(
      verdict("T1@8", "T2@9",
              {"barrier b 2", "T1@0+1*2 meets b 0 open unleft", "T2@0+1*9 meets b 0 open unleft"}),
      kLikely);
}

TEST(Barriers, WhatIsCutIsLeftOpen) {
  const auto rounds = {"barrier b 2", "T1@0+1*5 meets b 0 cut", "T2@0+1*9 meets b 0"};
  const auto at = [&](const char* first, const char* second, const char* line) {
    TraceText text;
    for (const char* const one : rounds) text.add(one);
    text.add(line);
    text.add(std::string(first) + ": A->B");
    text.add(std::string(second) + ": B->A");
    return text.cycles();
  };
  EXPECT_THAT(at("T1@3", "T2@4", "cut T1 5"), kRuledOut);
  EXPECT_THAT(at("T1@6", "T2@8", "cut T1 5"), kPossible);
  EXPECT_THAT(at("T1@4", "T2@4", "cut T1 5"), kLikely);
  // The cut concerns the two others as well.
  const auto others = [](const char* first, const char* second) {
    return verdict(
        first, second,
        {"barrier b 3", "T1@0+1*9 meets b 0", "T2@0+1*9 meets b 0", "T3@0+1*5 meets b 0 cut"});
  };
  EXPECT_THAT(others("T1@3", "T2@4"), kRuledOut);
  EXPECT_THAT(others("T1@6", "T2@7"), kPossible);
  EXPECT_THAT(others("T1@5", "T2@5"), kPossible);
  EXPECT_THAT(others("T1@4", "T2@4"), kLikely);
}

TEST(Stretches, PhasesThatTakeTurnsNeverMeet) {
  const auto loop = {"barrier b 2", "T1@0+1*9999 meets b 0", "T2@3+1*9999 meets b 0"};
  const auto at = [&](const char* first, const char* second) {
    TraceText text;
    for (const char* const line : loop) text.add(line);
    text.add(std::string(first) + ": A->B");
    text.add(std::string(second) + ": B->A");
    return text.cycles();
  };
  // T2's segments have the numbers of T1's and 3 more.
  EXPECT_THAT(at("T1@1..9001+2", "T2@5..9005+2"), kRuledOut);
  EXPECT_THAT(at("T1@1..9001+2", "T2@6..9006+2"), kPossible);
  EXPECT_THAT(at("T1@2..9002+3", "T2@6..9006+3"), kRuledOut);
  EXPECT_THAT(at("T1@2..9002+3", "T2@6..9006+2"), kPossible);
  // A number that 60 does not divide: nothing is known.
  EXPECT_THAT(at("T1@1..9003+7", "T2@5..9007+7"), kPossible);
  // One before the other, whatever the pattern; and a single one among many.
  EXPECT_THAT(at("T1@1..4000", "T2@4010..9000"), kRuledOut);
  EXPECT_THAT(at("T1@1..9001+2", "T2@5000"), kPossible);
  EXPECT_THAT(at("T1@1..9001+2", "T2@5001"), kRuledOut);
  EXPECT_THAT(at("T1@0", "T2@4..9000"), kRuledOut);
  // The occurrences that are known exactly decide first.
  EXPECT_THAT(at("T1@5..9001+2", "T2@8..9002+2"), kLikely);
}

TEST(Stretches, TwoBarriersInEachRoundOfTheLoop) {
  const auto loop = {"barrier b 2",           "barrier c 2",           "T1@0+2*5000 meets b 0",
                     "T1@1+2*5000 meets c 0", "T2@0+2*5000 meets b 0", "T2@1+2*5000 meets c 0"};
  const auto at = [&](const char* first, const char* second) {
    TraceText text;
    for (const char* const line : loop) text.add(line);
    text.add(std::string(first) + ": A->B");
    text.add(std::string(second) + ": B->A");
    return text.cycles();
  };
  EXPECT_THAT(at("T1@1..9001+2", "T2@2..9002+2"), kRuledOut);
  EXPECT_THAT(at("T1@2..9002+4", "T2@4..9004+4"), kRuledOut);
  EXPECT_THAT(at("T1@1..9001+2", "T2@3..9003+2"), kPossible);
}

TEST(Stretches, ThroughSeveralLoops) {
  // T1 creates a thread between two loops; in the second one it creates and joins one per round.
  const auto at = [](const char* first, const char* second) {
    return verdict(first, second,
                   {"barrier b 2", "T1@0+1*1000 meets b 0", "T1@1001+3*1000 meets b 1000",
                    "T2@0+1*2000 meets b 0"});
  };
  EXPECT_THAT(at("T1@2..990+2", "T2@1..1999+2"), kRuledOut);
  EXPECT_THAT(at("T1@2..3998+2", "T2@1..1999+2"), kPossible);
  EXPECT_THAT(at("T1@1010..3998+6", "T2@1..1999+2"), kPossible);
  EXPECT_THAT(at("T1@1005..3999+6", "T2@1..1999+2"), kRuledOut);
}

TEST(Stretches, ThreadsThatCountTheirSegmentsDifferently) {
  // T1 creates and joins a thread in each round.
  const auto at = [](const char* first, const char* second) {
    return verdict(first, second,
                   {"barrier b 2", "T1@0+3*3000 meets b 0", "T2@0+1*3000 meets b 0"});
  };
  EXPECT_THAT(at("T1@1..8995+6", "T2@2..2990+2"), kRuledOut);
  EXPECT_THAT(at("T1@2..8996+6", "T2@2..2990+2"), kRuledOut);
  EXPECT_THAT(at("T1@4..8998+6", "T2@2..2990+2"), kLikely);
  EXPECT_THAT(at("T1@10..8998+6", "T2@2..2990+2"), kPossible);
}

TEST(Stretches, AreOrderedByLivesToo) {
  EXPECT_THAT(verdict("T1@1..500", "T2", {"T1@600 creates T2"}), kRuledOut);
  EXPECT_THAT(verdict("T1@1..700", "T2", {"T1@600 creates T2"}), kPossible);
  EXPECT_THAT(verdict("T1@2..700+2", "T2", {"T1@600 creates T2", "T1@602 joins T2"}), kRuledOut);
  EXPECT_THAT(verdict("T1@1..701+2", "T2", {"T1@600 creates T2", "T1@602 joins T2"}), kPossible);
}

TEST(Stretches, OfManyThreads) {
  TraceText text{"barrier b 40"};
  for (int i = 0; i < 40; ++i) {
    const std::string thread = "T" + std::to_string(i);
    text.add(thread + "@0+1*100000 meets b 0");
    text.add(thread + "@1..99999+2: A->B");
    text.add(thread + "@2..99998+2: B->A");
  }
  EXPECT_THAT(text.cycles(), kRuledOut);
}

TEST(Onces, WhatTheRoutineDidIsBeforeWhoeverComesPast) {
  EXPECT_THAT(verdict("T1@1", "T2@1", {"T1@1..1 runs f", "T2@1 passes f"}), kRuledOut);
  EXPECT_THAT(verdict("T1@1", "T2@0", {"T1@1..1 runs f", "T2@1 passes f"}), kLikely);
  EXPECT_THAT(verdict("T1@1", "T2@1", {"T1@1..1 runs f"}), kLikely);
  EXPECT_THAT(verdict("T1@2", "T2@5", {"T1@1..3 runs f", "T2@1 passes f"}), kRuledOut);
}

TEST(Onces, AnotherRunMayHaveAnotherRunner) {
  EXPECT_THAT(verdict("T1@0", "T2@1", {"T1@1..1 runs f", "T2@1 passes f"}), kLikely);
  EXPECT_THAT(verdict("T1@2", "T2@1", {"T1@1..1 runs f", "T2@1 passes f"}), kLikely);
  // So what orders the runner orders nobody else.
  EXPECT_THAT(verdict("T3", "T2@1", {"T1@1 joins T3", "T1@2..2 runs f", "T2@1 passes f"}), kLikely);
}

TEST(Onces, OrderGoesOnFromThere) {
  EXPECT_THAT(verdict("T1@1", "T3", {"T1@1..1 runs f", "T2@1 passes f", "T2@1 creates T3"}),
              kRuledOut);
  EXPECT_THAT(verdict("T1@1", "T3", {"T1@1..1 runs f", "T2@1 passes f", "T2@0 creates T3"}),
              kLikely);
  EXPECT_THAT(verdict("T1@1", "T3@1",
                      {"barrier b 2", "T1@1..1 runs f", "T2@1 passes f", "T2@1 meets b 0",
                       "T3@0 meets b 0"}),
              kRuledOut);
}

TEST(Onces, ManyFlags) {
  TraceText text;
  for (int i = 0; i < 500; ++i) {
    const std::string flag = "f" + std::to_string(i);
    const std::string segment = std::to_string(2 * i + 1);
    text.add("T1@" + segment + ".." + segment + " runs " + flag);
    text.add("T2@" + std::to_string(i + 1) + " passes " + flag);
  }
  text.add("T1@801: A->B");
  text.add("T2@400: B->A");
  EXPECT_THAT(text.cycles(), kLikely);
  text.trace().dependencies.back().occurrences.front().segment = 401;
  EXPECT_THAT(text.cycles(), kRuledOut);
}

TEST(Order, OfOnceFlagsThatAreLocks) {
  // The routine takes m; elsewhere m is held around the same flag.
  const auto at = [](const char* when, std::initializer_list<std::string> lines) {
    TraceText text{"kind f once", "T1@1: f->m"};
    for (const std::string& line : lines) text.add(line);
    text.add(std::string(when) + ": m->f");
    return text.cycles();
  };
  const auto likely = ElementsAre("f -> m -> f likely");
  const auto ruledOut = ElementsAre("f -> m -> f ruled out: ordered");
  EXPECT_THAT(at("T2@0", {"T1@1..1 runs f", "T2@1 passes f"}), likely);
  // It had come past the flag before, without m.
  EXPECT_THAT(at("T2@1", {"T1@1..1 runs f", "T2@1 passes f"}), ruledOut);
  EXPECT_THAT(at("T2", {"T1@1..1 runs f", "T1@2 creates T2"}), ruledOut);
}

TEST(Order, ARecordingThatNobodyWroteIsNoTrouble) {
  TraceText text{"barrier b 2", "T1@0+1*4294967295 meets b 0", "T2@0+1*4294967295 meets b 0"};
  text.add("T1@5: A->B");
  text.add("T2@6: B->A");
  EXPECT_THAT(text.cycles(), kRuledOut);
  for (const char* const line :
       {"T1@0+0*5 meets b 0", "T1@0+1*0 meets b 0", "T1@7+1*3 meets b 4294967295",
        "T1@4294967290+9*3 meets b 0", "T1@0+1*3 meets b 2"}) {
    TraceText other{"barrier b 2", "T2@0+1*9 meets b 0", "T1@0+1*3 meets b 0"};
    other.add(line);
    other.add("T1@0: A->B");
    other.add("T2@1: B->A");
    EXPECT_THAT(other.cycles(), kPossible) << line;
  }
}

}  // namespace
}  // namespace gordian::lockgraph::test
