// How attempts differ, and that they do not where the seed is the same.
#include "provoke/variation.hpp"

#include <gmock/gmock.h>

#include <set>

#include "plan.hpp"

namespace gordian::cli {
namespace {

PlanDraft planWith(std::initializer_list<std::uint64_t> crowds) {
  PlanDraft plan;
  plan.rule = "GD101";
  plan.fingerprint = "7c3f12ab34";
  for (const std::uint64_t crowd : crowds) {
    PlanPoint point;
    point.crowd = crowd;
    point.frames.push_back({"00ff", "/opt/bank", crowd});
    plan.points.push_back(point);
  }
  return plan;
}

TEST(Variation, TheSameSeedGivesTheSameAttempts) {
  const PlanDraft plan = planWith({3, 1, 2});
  for (std::uint32_t number = 1; number <= 30; ++number)
    EXPECT_EQ(planText(attemptOf(plan, number, 5)), planText(attemptOf(plan, number, 5)));
}

TEST(Variation, AttemptsDiffer) {
  const PlanDraft plan = planWith({3, 1, 2});
  std::set<std::string> texts;
  for (std::uint32_t number = 1; number <= 10; ++number)
    texts.insert(planText(attemptOf(plan, number, 5)));
  EXPECT_EQ(texts.size(), 10u);
  EXPECT_NE(planText(attemptOf(plan, 1, 5)), planText(attemptOf(plan, 1, 6)));
}

TEST(Variation, StaysWithinTheLimitsOfPlans) {
  const PlanDraft plan = planWith({3, 1, 2});
  for (std::uint32_t number = 1; number <= 100; ++number) {
    const std::string text = planText(attemptOf(plan, number, 5));
    plan::Plan read;
    std::uint32_t line = 0;
    EXPECT_EQ(plan::parse(text.data(), text.size(), read, line), nullptr) << line << "\n" << text;
  }
}

TEST(Variation, WhereTheProgramRarelyComesOneWaits) {
  EXPECT_EQ(attemptOf(planWith({20'000, 1}), 1, 5).anchor, 1);
  EXPECT_EQ(attemptOf(planWith({2, 1}), 1, 5).anchor, -1);
  EXPECT_EQ(attemptOf(planWith({2, 1}), 2, 5).anchor, 1);
}

TEST(Variation, AWaitIsNoPlaceToPause) {
  PlanDraft plan = planWith({1, 5});
  plan.points[0].isWait = true;
  for (std::uint32_t number = 1; number <= 10; ++number)
    EXPECT_NE(attemptOf(plan, number, 5).anchor, 0);
}

// All have to be at their places together: nobody waits alone.
TEST(Variation, WithWritersThereIsNoAnchor) {
  PlanDraft plan = planWith({20'000, 1, 1});
  plan.points[2].isWriter = true;
  for (std::uint32_t number = 1; number <= 10; ++number)
    EXPECT_EQ(attemptOf(plan, number, 5).anchor, -1);
}

}  // namespace
}  // namespace gordian::cli
