#include "report/build.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/fingerprint.hpp"
#include "report/text.hpp"
#include "scene.hpp"

namespace gordian::cli::testing {
namespace {

using lockgraph::Acquisition;
using lockgraph::Mode;

std::string fingerprint(const Scene& scene) {
  return reportOf(scene).findings.at(0).fingerprint;
}

Scene bankAt(const std::string& folder, std::uint32_t line, const std::string& function) {
  Scene scene(7, folder);
  scene.takes("teller-1", {{"alice.m", line, function}}, {"bob.m", line + 1, function});
  scene.takes("teller-2", {{"bob.m", line, function}}, {"alice.m", line + 1, function});
  return scene;
}

std::string ruledOut(const Scene& scene) {
  const Report report = reportOf(scene);
  EXPECT_EQ(report.findings.size(), 0u);
  return report.ruledOut.empty() ? "nothing" : report.ruledOut.at(0).reason;
}

TEST(Fingerprint, HasTenHexDigits) {
  const std::string text = fingerprint(bank());
  EXPECT_EQ(text.size(), 10u);
  EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(Fingerprint, StaysWhenLinesMoveAndInAnotherCheckout) {
  const std::string base = fingerprint(bankAt("/home/dana/bank/", 10, "transfer"));
  EXPECT_EQ(base, fingerprint(bankAt("/home/dana/bank/", 90, "transfer")));
  EXPECT_EQ(base, fingerprint(bankAt("/ci/work/7/", 10, "transfer")));
}

TEST(Fingerprint, ChangesWithTheFunctionTheLockAndTheRule) {
  const std::string base = fingerprint(bankAt("", 10, "transfer"));
  EXPECT_NE(base, fingerprint(bankAt("", 10, "transferAll")));
  Scene other;
  other.takes("teller-1", {{"alice.m", 10}}, {"carol.m", 11});
  other.takes("teller-2", {{"carol.m", 10}}, {"alice.m", 11});
  EXPECT_NE(base, fingerprint(other));
}

TEST(Fingerprint, DoesNotDependOnWhereTheCycleIsEntered) {
  Scene turned;
  turned.takes("teller-2", {{"bob.m", 10}}, {"alice.m", 11});
  turned.takes("teller-1", {{"alice.m", 10}}, {"bob.m", 11});
  EXPECT_EQ(fingerprint(bank()), fingerprint(turned));
}

TEST(Build, LikelyNamesTheTestsThatPassed) {
  const Finding finding = reportOf(bank()).findings.at(0);
  EXPECT_EQ(finding.confidence, Confidence::Likely);
  EXPECT_EQ(finding.reason,
            "different threads, not ordered by create or join, no common outer lock, both "
            "exclusive");
}

TEST(Build, ADoubleLockIsProven) {
  Scene scene;
  scene.takes("teller-1", {{"alice.m", 10}}, {"alice.m", 11});
  const Finding finding = reportOf(scene).findings.at(0);
  EXPECT_EQ(finding.id, "GD102");
  EXPECT_EQ(finding.confidence, Confidence::Proven);
}

TEST(Build, RuledOutKeepsTheReason) {
  Scene gate;
  gate.takes("teller-1", {{"g", 9}, {"alice.m", 10}}, {"bob.m", 11});
  gate.takes("teller-2", {{"g", 9}, {"bob.m", 10}}, {"alice.m", 11});
  EXPECT_EQ(ruledOut(gate), "gate lock g");
  Scene one;
  one.takes("teller-1", {{"alice.m", 10}}, {"bob.m", 11});
  one.takes("teller-1", {{"bob.m", 10}}, {"alice.m", 11});
  EXPECT_EQ(ruledOut(one), "one thread");
  Scene ordered;
  ordered.takes("teller-1", {{"alice.m", 10}}, {"bob.m", 11}).joined("teller-1");
  ordered.takes("teller-2", {{"bob.m", 10}}, {"alice.m", 11});
  EXPECT_EQ(ruledOut(ordered), "ordered by join");
}

TEST(Build, StrictRaisesWhatWasRuledOut) {
  Scene gate;
  gate.takes("teller-1", {{"g", 9}, {"alice.m", 10}}, {"bob.m", 11});
  gate.takes("teller-2", {{"g", 9}, {"bob.m", 10}}, {"alice.m", 11});
  const Report report = reportOf(gate, true);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_TRUE(report.ruledOut.empty());
  EXPECT_EQ(report.findings[0].confidence, Confidence::Possible);
  EXPECT_NE(report.findings[0].reason.find("gate lock g"), std::string::npos);
}

TEST(Build, ThreadsAreNamedOnceEach) {
  const Finding finding = reportOf(bank()).findings.at(0);
  ASSERT_EQ(finding.threads.size(), 2u);
  EXPECT_NE(finding.threads[0].name, finding.threads[1].name);
}

TEST(Build, TheSameFindingOfTwoProcessesIsOneWithBothCounts) {
  const Scene scene = bank();
  recording::Recording other = scene.recording;
  other.pid = 200;
  other.startedNs = 200;
  const Report report = buildReport({other, scene.recording}, scene.names());
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].processes, (std::vector<std::uint32_t>{100, 200}));
  EXPECT_EQ(report.findings[0].edges[0].count + report.findings[0].edges[1].count,
            2u * (212 + 198));
  EXPECT_EQ(report.summary.processes, 2u);
}

TEST(Build, CountsOfACycleWithinOneLockClassAreNotMultiplied) {
  const Scene scene = philosophers(5);
  recording::Recording other = scene.recording;
  other.pid = 200;
  const Report report = buildReport({scene.recording, other}, scene.names());
  ASSERT_EQ(report.findings.size(), 1u);
  for (const Edge& edge : report.findings[0].edges) EXPECT_EQ(edge.count, 2u);
}

TEST(Build, TheSameRecordingTwiceCountsOnce) {
  const Scene scene = bank();
  const Report report = buildReport({scene.recording, scene.recording}, scene.names());
  EXPECT_EQ(report.summary.processes, 1u);
  EXPECT_EQ(report.findings.at(0).edges[1].count, 198u);
}

TEST(Build, TheOrderOfTheRecordingsDoesNotMatter) {
  const Scene scene = bank();
  recording::Recording other = scene.recording;
  other.pid = 200;
  other.startedNs = 50;
  const auto text = [&](const std::vector<recording::Recording>& recordings) {
    const Report report = buildReport(recordings, scene.names());
    return std::to_string(report.findings.at(0).threads.at(0).process) + report.command.at(0);
  };
  EXPECT_EQ(text({scene.recording, other}), text({other, scene.recording}));
}

TEST(Build, TestsAreThoseInWhichTheOrdersWereFirstSeen) {
  Scene scene;
  scene.test("Bank.There").takes("teller-1", {{"alice.m", 10}}, {"bob.m", 11});
  scene.test("Bank.Idle");
  scene.takes("teller-1", {{"x", 10}}, {"y", 11});
  scene.test("Bank.Back").takes("teller-2", {{"bob.m", 10}}, {"alice.m", 11});
  const Finding finding = reportOf(scene).findings.at(0);
  EXPECT_EQ(finding.tests, (std::vector<std::string>{"Bank.Back", "Bank.There"}));
  EXPECT_EQ(finding.edges.at(0).tests, std::vector<std::string>{"Bank.There"});
  EXPECT_EQ(finding.edges.at(1).tests, std::vector<std::string>{"Bank.Back"});
  EXPECT_NE(renderFinding(finding, {}).find("teller-1: Bank.There; teller-2: Bank.Back"),
            std::string::npos);
}

TEST(Build, DamageIsAWarningEvenWithoutFindings) {
  Scene scene;
  scene.recording.damage = {"offset 640: 24 bytes unreadable"};
  const Report report = reportOf(scene);
  ASSERT_EQ(report.coverage.warnings.size(), 1u);
  EXPECT_NE(report.coverage.warnings[0].find("offset 640"), std::string::npos);
}

TEST(Build, AProcessThatWasCutOffIsNotedUnlessItBecameAnotherProgram) {
  const Scene scene = bank();
  recording::Recording first = scene.recording;
  first.ended = false;
  EXPECT_EQ(buildReport({first}, scene.names()).coverage.notes.size(), 1u);
  recording::Recording second = scene.recording;
  second.startedNs = first.startedNs + 1;
  EXPECT_EQ(buildReport({first, second}, scene.names()).coverage.notes.size(), 0u);
}

TEST(Build, TheShareOfCompleteStacks) {
  Scene scene = bank();
  EXPECT_EQ(reportOf(scene).coverage.stacksComplete, 1.0);
  const auto& dependency = scene.recording.trace.dependencies.at(0);
  scene.recording.stacks.at(static_cast<std::size_t>(dependency.stack)).complete = false;
  EXPECT_EQ(reportOf(scene).coverage.stacksComplete, 0.5);
}

TEST(Build, FramesOfTheRuntimeNeverAppear) {
  recording::Recording recording;
  recording::Module runtime;
  runtime.path = "/opt/gordian/lib/libgordian_runtime.so";
  runtime.start = runtime.bias = 0x1000;
  runtime.end = 0x2000;
  recording::Module program = runtime;
  program.path = "/opt/bank/bank";
  program.start = program.bias = 0x2000;
  program.end = 0x3000;
  recording.modules = {runtime, program};
  recording::Stack stack;
  stack.frames = {{0x2010, 0}, {0x1010, 16}, {0x2020, 32}};
  const auto frames = namesFromSymbols()(recording)->frames(stack, 1);
  ASSERT_EQ(frames.size(), 2u);
  for (const SourceFrame& frame : frames) EXPECT_EQ(frame.module, "/opt/bank/bank");
}

}  // namespace
}  // namespace gordian::cli::testing
