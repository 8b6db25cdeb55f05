#include "outside/residue.hpp"

#include <gmock/gmock.h>

namespace gordian::cli::outside {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Needs kRuns;

Needs waits(std::vector<AnyOf> needs) {
  return {true, std::move(needs)};
}

TEST(Residue, whoRunsIsNotDeadNorIsWhoWaitsForIt) {
  EXPECT_THAT(deadOf({kRuns, waits({{0}}), waits({{1}})}), ElementsAre(false, false, false));
}

TEST(Residue, twoThatWaitForEachOtherAreDead) {
  EXPECT_THAT(deadOf({waits({{1}}), waits({{0}})}), ElementsAre(true, true));
}

TEST(Residue, anyHelperIsEnough) {
  EXPECT_THAT(deadOf({waits({{1, 2}}), waits({{0}}), kRuns}), ElementsAre(false, false, false));
}

TEST(Residue, everyNeedMustBeMet) {
  EXPECT_THAT(deadOf({waits({{0}, {1}}), kRuns}), ElementsAre(true, false));
}

TEST(Residue, whoNeedsNothingGoesOn) {
  EXPECT_THAT(deadOf({waits({})}), ElementsAre(false));
}

TEST(Residue, whoNobodyCanHelpIsDeadByItself) {
  const auto knots = knotsOf({waits({AnyOf{}}), waits({{0}})});
  ASSERT_EQ(knots.size(), 1U);
  EXPECT_THAT(knots[0].core, ElementsAre(0U));
  EXPECT_THAT(knots[0].behind, ElementsAre(1U));
}

TEST(Residue, theCoreIsToldFromThoseBehind) {
  const auto knots = knotsOf({waits({{1}}), waits({{2}}), waits({{1}}), kRuns});
  ASSERT_EQ(knots.size(), 1U);
  EXPECT_THAT(knots[0].core, testing::UnorderedElementsAre(1U, 2U));
  EXPECT_THAT(knots[0].behind, ElementsAre(0U));
}

TEST(Residue, separateCirclesAreSeparateKnots) {
  EXPECT_EQ(knotsOf({waits({{1}}), waits({{0}}), waits({{3}}), waits({{2}})}).size(), 2U);
}

TEST(Residue, theShortestCircleIsTold) {
  const std::vector<Needs> parties{waits({{1, 3}}), waits({{2}}), waits({{0}}), waits({{0}})};
  const auto dead = deadOf(parties);
  EXPECT_THAT(circleFrom(parties, dead, 0), ElementsAre(0U, 3U));
  EXPECT_THAT(circleFrom({kRuns}, {false}, 0), IsEmpty());
}

TEST(Residue, oneCanWaitForItself) {
  const std::vector<Needs> parties{waits({{1}}), waits({{0}})};
  EXPECT_THAT(circleFrom(parties, deadOf(parties), 1), ElementsAre(1U, 0U));
}

}  // namespace
}  // namespace gordian::cli::outside
