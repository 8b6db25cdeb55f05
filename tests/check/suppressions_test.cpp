#include "report/suppressions.hpp"

#include <gtest/gtest.h>

#include "check/static_findings.hpp"
#include "findings.hpp"

namespace gordian::cli::testing {
namespace {

using Telling = Suppressions::Telling;

SuppressRule rule(const char* id, std::vector<std::string> edge, std::string field = {}) {
  SuppressRule made;
  made.id = id;
  made.edge = std::move(edge);
  made.field = std::move(field);
  made.reason = "known";
  made.at.file = "/p/gordian.toml";
  made.at.line = 7;
  return made;
}

// "GD101, GD401 | GD404": what is left, and what is suppressed.
std::string left(const Suppressions& suppressions, Telling telling = Telling::Nothing) {
  Report report;
  report.findings = {findingOf(unguarded()), findingOf(cycle()), findingOf(missingUnlock())};
  suppressions.apply(report, telling);
  std::string text;
  for (const Finding& finding : report.findings) text += finding.id + " ";
  text += "|";
  for (const Finding& finding : report.suppressed) text += " " + finding.id;
  return text;
}

std::string left(SuppressRule only, Telling telling = Telling::Nothing) {
  return left(Suppressions({std::move(only)}, "2026-05-05"), telling);
}

TEST(Suppress, AnEdgeOfACycle) {
  EXPECT_EQ(left(rule("GD101", {"Bank::a", "Bank::b"})), "GD401 GD404 | GD101");
  EXPECT_EQ(left(rule("GD101", {"b", "a"})), "GD401 GD404 | GD101") << "by name, the other edge";
  EXPECT_EQ(left(rule("GD101", {"a", "a"})), "GD101 GD401 GD404 |") << "no such edge";
  EXPECT_EQ(left(rule("GD101", {"a", "c"})), "GD101 GD401 GD404 |");
  EXPECT_EQ(left(rule("GD102", {"a", "b"})), "GD101 GD401 GD404 |") << "another id";
}

TEST(Suppress, AField) {
  EXPECT_EQ(left(rule("GD401", {}, "Stats::hits")), "GD101 GD404 | GD401");
  EXPECT_EQ(left(rule("GD401", {}, "Stats::misses")), "GD101 GD401 GD404 |");
  EXPECT_EQ(left(rule("GD401", {"Stats::m"}, "Stats::hits")), "GD101 GD404 | GD401");
  EXPECT_EQ(left(rule("GD401", {"Other::m"}, "Stats::hits")), "GD101 GD401 GD404 |") << "both";
}

TEST(Suppress, ALock) {
  EXPECT_EQ(left(rule("GD404", {"Stats::m"})), "GD101 GD401 | GD404");
}

TEST(Suppress, KeepsTheReason) {
  Report report;
  report.findings = {findingOf(unguarded())};
  Suppressions({rule("GD401", {}, "Stats::hits")}, "2026-05-05").apply(report, Telling::Unused);
  ASSERT_EQ(report.suppressed.size(), 1U);
  EXPECT_EQ(report.suppressed[0].suppression->reason, "known");
  EXPECT_FALSE(report.suppressed[0].suppression->isInSource);
  EXPECT_TRUE(report.findings.empty());
}

TEST(Suppress, BroadlyOnlyWhenAllowed) {
  SuppressRule broad = rule("GD401", {});
  EXPECT_EQ(left(broad, Telling::Mistakes), "GD101 GD401 GD404 GD903 |");
  EXPECT_EQ(left(rule("GD101", {"Bank::*", "b"}), Telling::Mistakes), "GD101 GD401 GD404 GD903 |");
  EXPECT_EQ(left(rule("GD401", {}, "Stats::*"), Telling::Mistakes), "GD101 GD401 GD404 GD903 |");
  broad.allowsBroad = true;
  EXPECT_EQ(left(broad, Telling::Mistakes), "GD101 GD404 | GD401");
}

TEST(Suppress, UntilItsLastDay) {
  SuppressRule timed = rule("GD401", {}, "Stats::hits");
  timed.until = "2026-05-05";
  EXPECT_EQ(left(timed, Telling::Unused), "GD101 GD404 | GD401");
  timed.until = "2026-05-04";
  EXPECT_EQ(left(timed, Telling::Unused), "GD101 GD401 GD404 GD902 |");
  EXPECT_EQ(left(timed), "GD101 GD401 GD404 |") << "nothing is told of it";
}

TEST(Suppress, TellsWhatIsNotUsedWhenAllWasSeen) {
  const SuppressRule unused = rule("GD401", {}, "Stats::misses");
  EXPECT_EQ(left(unused, Telling::Mistakes), "GD101 GD401 GD404 |");
  EXPECT_EQ(left(unused, Telling::Unused), "GD101 GD401 GD404 GD901 |");
}

TEST(Suppress, WhatIsToldOfItIsANoteAtItsPlace) {
  Report report;
  Suppressions({rule("GD401", {}, "a"), rule("GD401", {}, "b")}, "").apply(report, Telling::Unused);
  ASSERT_EQ(report.findings.size(), 2U);
  const Finding& told = report.findings[0];
  EXPECT_EQ(told.location().file, "/p/gordian.toml");
  EXPECT_EQ(told.location().line, 7U);
  EXPECT_EQ(told.confidence, Confidence::Possible);
  EXPECT_NE(told.fingerprint, report.findings[1].fingerprint);
}

TEST(Today, IsADate) {
  EXPECT_EQ(today().size(), 10U);
  EXPECT_GT(today(), "2024-01-01");
}

}  // namespace
}  // namespace gordian::cli::testing
