// Findings in the source, in every form of a report.
#include <gtest/gtest.h>

#include "check/static_findings.hpp"
#include "findings.hpp"
#include "golden.hpp"
#include "report/fingerprint.hpp"
#include "report/formats.hpp"
#include "report/static_text.hpp"
#include "report/text.hpp"

namespace gordian::cli::testing {
namespace {

Report reportOf(const std::vector<analyzer::Found>& list) {
  Report report;
  report.command = {"gordian", "check"};
  report.check = CheckSummary{3, 1, 40, 12};
  report.summary.locks = 2;
  report.summary.acquisitions = 7;
  report.summary.threads = 2;
  FindingCollector collector(report);
  for (const auto& found : list) collector.found(found);
  collector.finish();
  return report;
}

Report everything() {
  Report report = reportOf({missingUnlock(), cycle(), unguarded()});
  Finding suppressed = findingOf(missingUnlock());
  suppressed.suppression = Suppression{true, "checked by hand"};
  report.suppressed = {suppressed};
  report.known = {findingOf(cycle("c", "d"))};
  report.gone = {{"GD401", "0123456789", "'Stats::misses' is read without 'Stats::m'"}};
  report.hasBaseline = true;
  report.coverage.warnings = {"src/x.cpp: 2 errors, the first at line 3: unknown type name 'foo'"};
  return report;
}

TEST(Golden, StaticText) {
  expectGolden("static.txt", renderText(everything()));
}

TEST(Golden, StaticJson) {
  expectGolden("static.json", renderJson(everything()));
}

TEST(Golden, StaticSarif) {
  expectGolden("static.sarif", renderSarif(everything()));
}

TEST(Golden, StaticMarkdown) {
  expectGolden("static.md", renderMarkdown(everything()));
}

TEST(StaticReport, OrderOfTellingMakesNoDifference) {
  analyzer::Found twice = unguarded();
  twice.at[0].line = 13;
  twice.accesses[0].at = twice.at;
  EXPECT_EQ(renderJson(reportOf({twice, unguarded(), cycle()})),
            renderJson(reportOf({cycle(), unguarded(), twice})));
}

TEST(StaticReport, OneMistakeInOneFunctionIsToldOnce) {
  analyzer::Found twice = unguarded();
  twice.at[0].line = 13;
  const Report report = reportOf({unguarded(), twice});
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].alike, 1U);
  EXPECT_EQ(report.findings[0].location().line, 13U);
}

TEST(StaticReport, FingerprintSurvivesMovedLinesAndCheckouts) {
  analyzer::Found moved = unguarded();
  for (auto& at : moved.at) at = {"/elsewhere" + at.file, at.line + 100, 1, at.function};
  moved.accesses.pop_back();
  EXPECT_EQ(findingOf(moved).fingerprint, findingOf(unguarded()).fingerprint);
  moved.object = "Stats::misses";
  EXPECT_NE(findingOf(moved).fingerprint, findingOf(unguarded()).fingerprint);
  analyzer::Found other = unguarded();
  other.at[0].function = "Stats::jump";
  EXPECT_NE(findingOf(other).fingerprint, findingOf(unguarded()).fingerprint);
}

TEST(StaticReport, CycleHasTheFingerprintOfTheObservedOne) {
  Finding observed = findingOf(cycle());
  observed.origin = Origin::Observed;
  observed.edges[0].count = 12;
  EXPECT_EQ(findingOf(cycle()).fingerprint, fingerprintOf(observed));
  std::swap(observed.edges[0], observed.edges[1]);
  EXPECT_EQ(findingOf(cycle()).fingerprint, fingerprintOf(observed));
}

TEST(StaticReport, QuietIsOneLine) {
  TextOptions options;
  options.quiet = true;
  EXPECT_EQ(renderText(reportOf({unguarded()}), options),
            "sources/stats.cpp:14:5: warning: 'Stats::hits' is written without 'Stats::m' [GD401 " +
                findingOf(unguarded()).fingerprint + "]\n");
}

TEST(StaticReport, SurvivesWhatIsNotKnown) {
  analyzer::Found bare;
  bare.id = "GD406";
  bare.message = "a call\x1b[31m";
  bare.reason = "it stands there";
  bare.accesses = {{}};
  bare.notes = {{"nowhere", {}}};
  const std::string text = renderText(reportOf({bare}));
  EXPECT_NE(text.find("unknown:0:0: note: a call?[31m [GD406 "), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(StaticReport, MarksTheColumn) {
  const std::string text = renderFinding(findingOf(unguarded()), {});
  EXPECT_NE(text.find("    14 |  hits += n;\n"
                      "       |  ^ written, no lock held, by Worker::run and main\n"),
            std::string::npos)
      << text;
}

TEST(StaticReport, FirstScreenIsEnough) {
  analyzer::Found many = unguarded();
  for (std::uint32_t line = 1; line < 15; ++line)
    many.accesses.push_back({false, {}, {}, {point(line, 1, "Stats::get")}});
  const std::string text = renderFinding(findingOf(many), {});
  EXPECT_NE(text.find("... and 11 more places"), std::string::npos) << text;
}

TEST(StaticReport, NamesThreadsAndLocksInWords) {
  Finding finding = findingOf(unguarded());
  for (const char* name : {"T1", "T2", "T3"}) finding.threads.push_back({name, 0, {}});
  EXPECT_EQ(deedOf(finding, {true, {0, 1, 2, 3, 4}, {}, {}}),
            "written, no lock held, by Worker::run, main and 3 more");
  EXPECT_EQ(deedOf(finding, {false, {}, {{0, lockgraph::Mode::Shared, {}}}, {}}),
            "read, holding Stats::m (shared)");
}

}  // namespace
}  // namespace gordian::cli::testing
