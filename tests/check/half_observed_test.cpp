#include "check/half_observed.hpp"

#include <gmock/gmock.h>

#include "check/static_findings.hpp"
#include "findings.hpp"
#include "scene.hpp"

namespace gordian::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Scene;
using ::testing::SizeIs;

// The source has a -> b and b -> a, in transfer() of bank.cpp.
HalfObserved halfOf(const std::vector<Scene>& scenes, const analyzer::Found& found) {
  const std::vector<Finding> cycles = {findingOf(found)};
  ObservedEdges observed(cycles);
  for (const Scene& scene : scenes) observed.add(scene.recording, *scene.names()(scene.recording));
  return halfObserved(cycles, observed);
}

HalfObserved halfOf(const Scene& scene) {
  return halfOf({scene}, testing::cycle());
}

Scene bank() {
  Scene scene;
  scene.lockClass("a", "Bank::a").lockClass("b", "Bank::b").lockClass("c", "Bank::c");
  return scene;
}

TEST(HalfObserved, ACycleOfWhichOneEdgeWasSeen) {
  Scene scene = bank();
  scene.test("Bank.Transfers").takes("teller", {{"a", 10}}, {"b", 11}).times(7);
  const HalfObserved half = halfOf(scene);
  ASSERT_THAT(half.findings, SizeIs(1));
  const Finding& finding = half.findings.front();
  EXPECT_EQ(finding.origin, Origin::HalfObserved);
  EXPECT_EQ(finding.edges[0].count, 7U);
  EXPECT_EQ(finding.edges[1].count, 0U);
  EXPECT_THAT(finding.reason, HasSubstr("a run took a -> b, none took b -> a"));
  EXPECT_THAT(finding.tests, ElementsAre("Bank.Transfers"));
  EXPECT_EQ(finding.fingerprint, findingOf(testing::cycle()).fingerprint);
  EXPECT_EQ(half.unseen, 0U);
}

TEST(HalfObserved, ACycleThatWasSeenAsAWholeIsLeftToTheRecordings) {
  Scene scene = bank();
  scene.takes("one", {{"a", 10}}, {"b", 11}).takes("two", {{"b", 20}}, {"a", 21});
  const HalfObserved half = halfOf(scene);
  EXPECT_THAT(half.findings, IsEmpty());
  EXPECT_EQ(half.unseen, 0U);
}

TEST(HalfObserved, BothPartsInRunsOfTheirOwnAreSeen) {
  Scene there = bank(), back = bank();
  there.takes("one", {{"a", 10}}, {"b", 11});
  back.takes("one", {{"b", 20}}, {"a", 21});
  EXPECT_THAT(halfOf({there, back}, testing::cycle()).findings, IsEmpty());
}

TEST(HalfObserved, ACycleOfWhichNothingWasSeenIsCounted) {
  Scene scene = bank();
  scene.takes("teller", {{"a", 10}}, {"c", 11});
  const HalfObserved half = halfOf(scene);
  EXPECT_THAT(half.findings, IsEmpty());
  EXPECT_EQ(half.unseen, 1U);
}

TEST(HalfObserved, AnEdgeIsInItsFunctions) {
  Scene scene = bank();
  scene.takes("teller", {{"a", 10}}, {"b", 11, "audit"});
  EXPECT_EQ(halfOf(scene).unseen, 1U);
}

TEST(HalfObserved, AnEdgeMayHaveOtherLocksInBetween) {
  Scene scene = bank();
  scene.takes("teller", {{"a", 10}, {"c", 10}}, {"b", 11});
  EXPECT_THAT(halfOf(scene).findings, SizeIs(1));
}

TEST(HalfObserved, WhoOnlyTriesMakesNoEdge) {
  Scene scene = bank();
  scene.takes("teller", {{"a", 10}}, {"b", 11}, lockgraph::Mode::Exclusive,
              lockgraph::Acquisition::Try);
  EXPECT_EQ(halfOf(scene).unseen, 1U);
}

// alice.m -> bob.m and back, both Account::m.
analyzer::Found accounts(const char* first, const char* second) {
  analyzer::Found found = testing::cycle(first, second);
  for (analyzer::FoundLock& lock : found.locks) lock.className = "Account::m";
  return found;
}

Scene accountsSeen(const char* held, const char* acquired) {
  Scene scene;
  scene.lockClass(held, "Account::m").lockClass(acquired, "Account::m");
  scene.takes("teller", {{held, 10}}, {acquired, 11});
  return scene;
}

TEST(HalfObserved, ObjectsOfOneClassAreToldApartByTheirNames) {
  const analyzer::Found found = accounts("alice.m", "bob.m");
  EXPECT_THAT(halfOf({accountsSeen("alice.m", "bob.m")}, found).findings, SizeIs(1));
  EXPECT_EQ(halfOf({accountsSeen("alice.m", "carol.m")}, found).unseen, 1U);
}

TEST(HalfObserved, WhereOneSideDoesNotTellThemApartTheClassCounts) {
  // Seen once, in one direction; each of the two edges of the source may be that.
  const HalfObserved half =
      halfOf({accountsSeen("alice.m", "bob.m")}, accounts("Account::m", "Account::m #2"));
  EXPECT_THAT(half.findings, IsEmpty());
  EXPECT_EQ(half.unseen, 0U);
  EXPECT_THAT(
      halfOf({accountsSeen("Account::m", "Account::m (2)")}, accounts("alice.m", "bob.m")).findings,
      IsEmpty());
}

}  // namespace
}  // namespace gordian::cli
