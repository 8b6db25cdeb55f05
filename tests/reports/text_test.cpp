#include "report/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "golden.hpp"
#include "report/formats.hpp"
#include "report/lock_span.hpp"
#include "report/printable.hpp"
#include "report/test_text.hpp"
#include "scene.hpp"

namespace gordian::cli::testing {
namespace {

using lockgraph::Acquisition;
using lockgraph::LockKind;
using lockgraph::Mode;

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TextOptions explained() {
  TextOptions options;
  options.explain = true;
  return options;
}

TEST(Golden, TwoLocks) {
  expectGolden("two_locks.txt", renderText(reportOf(bank("sources/"))));
}

TEST(Golden, TwoLocksAsJson) {
  expectGolden("two_locks.json", renderJson(reportOf(bank("sources/"))));
}

TEST(Golden, TwoLocksAsMarkdown) {
  expectGolden("two_locks.md", renderMarkdown(reportOf(bank("sources/"))));
}

TEST(Golden, TwoLocksAsDot) {
  expectGolden("two_locks.dot", renderDot(reportOf(bank())));
}

TEST(Golden, TwoLocksAsSarif) {
  expectGolden("two_locks.sarif", renderSarif(reportOf(bank("sources/"))));
}

TEST(Golden, FivePhilosophers) {
  expectGolden("philosophers.txt", renderText(reportOf(philosophers(5))));
}

TEST(Golden, DoubleLock) {
  Scene scene(100, "sources/");
  scene.takes("teller-1", {{"alice.m", 10}}, {"alice.m", 11});
  expectGolden("double_lock.txt", renderText(reportOf(scene)));
}

TEST(Golden, LongNames) {
  Scene scene;
  const std::string one = "mutex #3 (connection_pool.cpp:112)";
  const std::string two = "mutex #4 (connection_pool.cpp:113)";
  scene.file("connection_pool.cpp");
  scene.takes("T1", {{one, 210, "Pool::acquire(Session&)"}}, {two, 231, "Pool::grow()"});
  scene.takes("T2", {{two, 310, "Pool::shrink()"}}, {one, 331, "Pool::release(Session&)"});
  expectGolden("long_names.txt", renderText(reportOf(scene)));
}

TEST(Golden, RuledOutIsListedOnRequest) {
  Scene scene;
  scene.takes("teller-1", {{"gate", 9}, {"alice.m", 10}}, {"bob.m", 11});
  scene.takes("teller-2", {{"gate", 9}, {"bob.m", 10}}, {"alice.m", 11});
  expectGolden("ruled_out.txt", renderText(reportOf(scene), explained()));
}

TEST(Golden, RuledOutAsJson) {
  Scene scene;
  scene.takes("teller-1", {{"gate", 9}, {"alice.m", 10}}, {"bob.m", 11});
  scene.takes("teller-2", {{"gate", 9}, {"bob.m", 10}}, {"alice.m", 11});
  expectGolden("ruled_out.json", renderJson(reportOf(scene)));
}

TEST(Golden, ForATestFramework) {
  Scene scene(100, "sources/");
  scene.test("Bank.There").takes("teller-1", {{"alice.m", 10}}, {"bob.m", 11});
  scene.test("Bank.Back").takes("teller-2", {{"bob.m", 10}}, {"alice.m", 11});
  expectGolden("tests.txt", renderForTests(reportOf(scene)));
}

TEST(Text, ACycleOfTwoLocksHasAtMost24LinesOf80Columns) {
  for (const char* folder : {"", "sources/"}) {
    const Report report = reportOf(bank(folder));
    ASSERT_EQ(report.findings.size(), 1u);
    const auto lines = linesOf(renderFinding(report.findings[0], {}));
    EXPECT_LE(lines.size(), 24u);
    // All but the first, whose form is fixed and whose path is as long as it is.
    for (std::size_t i = 1; i < lines.size(); ++i) EXPECT_LE(widthOf(lines[i]), 80u) << lines[i];
  }
}

TEST(Text, FourPlacesInOneFileStayWithin24Lines) {
  Scene scene(100, "sources/");
  scene.takes("teller-1", {{"alice.m", 5, "a"}}, {"bob.m", 6, "b"});
  scene.takes("teller-2", {{"bob.m", 10, "c"}}, {"alice.m", 11, "d"});
  const auto lines = linesOf(renderFinding(reportOf(scene).findings.at(0), {}));
  EXPECT_LE(lines.size(), 24u);
  EXPECT_GE(lines.size(), 20u) << "the source lines are missing";
}

TEST(Text, LongNamesAndPlacesAreWrappedNotLostAndStayOnOneScreen) {
  Scene scene;
  const std::string one = "registry.connections.sessionTableLock";
  const std::string two = "registry.connections.statisticsLock";
  scene.file("connection_pool_with_a_long_name.cpp");
  scene.takes("a-long-thread-1", {{one, 210}}, {two, 231});
  scene.file("connection_statistics_of_all_pools.cpp");
  scene.takes("a-long-thread-2", {{two, 310}}, {one, 331});
  const std::string text = renderFinding(reportOf(scene).findings.at(0), {});
  const auto lines = linesOf(text);
  EXPECT_LE(lines.size(), 24u) << text;
  for (std::size_t i = 1; i < lines.size(); ++i) EXPECT_LE(widthOf(lines[i]), 80u) << lines[i];
  EXPECT_NE(text.find("<- stuck"), std::string::npos) << text;
  for (const char* place : {".cpp:210\n", ".cpp:231\n", ".cpp:310\n", ".cpp:331\n"})
    EXPECT_NE(text.find(place), std::string::npos) << place << text;
}

TEST(Text, SourceLinesAreWholeUpToEightyColumns) {
  const std::string text = renderText(reportOf(bank("sources/")));
  EXPECT_NE(text.find("  std::lock_guard a(from.m);\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  std::lock_guard b(to.m);\n"), std::string::npos) << text;
  EXPECT_NE(text.find("^^^^^^ held here: alice.m / bob.m\n"), std::string::npos) << text;
}

TEST(Text, OneLineThatServesEveryThreadIsShownOnce) {
  Scene scene(100, "sources/");
  for (int i = 0; i < 5; ++i)
    scene.takes("T" + std::to_string(i), {{"f" + std::to_string(i), 10}},
                {"f" + std::to_string((i + 1) % 5), 11});
  const std::string text = renderText(reportOf(scene));
  const auto first = text.find("std::lock_guard a(");
  ASSERT_NE(first, std::string::npos) << text;
  EXPECT_EQ(text.find("std::lock_guard a(", first + 1), std::string::npos) << text;
  EXPECT_NE(text.find("f0 and 4 more"), std::string::npos) << text;
}

std::string marked(const std::string& line, const std::string& file, std::uint32_t column = 0) {
  SourceFrame frame;
  frame.file = file;
  frame.column = column;
  const Span span = lockSpan(line, frame);
  return line.substr(span.begin, span.length);
}

TEST(Text, TheLockOnItsLine) {
  EXPECT_EQ(marked("  std::lock_guard m(m);  // m", "a.cpp"), "m");
  EXPECT_EQ(lockSpan("std::lock_guard m(m);", {}).begin, 18u);
  EXPECT_EQ(marked("pthread_mutex_lock(&q->mu);", "a.c"), "q->mu");
  EXPECT_EQ(marked("    with self.lock:  # lock", "a.py"), "self.lock");
  EXPECT_EQ(marked("if lock_a.acquire(timeout=1):", "a.py"), "lock_a");
  EXPECT_EQ(marked("  WrappedGuard second(b);", "a.cpp", 24), "b");
  EXPECT_EQ(marked("  enter(x(), y);", "a.cpp", 15), "x(), y");
  EXPECT_EQ(marked("  other(b);", "a.cpp", 3), "o");
  EXPECT_EQ(marked("  other(b);", "a.cpp", 99), "");
  EXPECT_EQ(marked("", "a.cpp", 1), "");
  EXPECT_EQ(marked(")", "a.cpp", 1), ")");
}

TEST(Text, TheFirstLineIsWhatEditorsExpect) {
  const Report report = reportOf(bank("sources/"));
  const std::string line = linesOf(renderText(report)).at(0);
  EXPECT_EQ(line.rfind("sources/bank.cpp:11:20: warning: potential deadlock between ", 0), 0u);
  const std::string end = "[GD101 " + report.findings[0].fingerprint + "]";
  EXPECT_EQ(line.substr(line.size() - end.size()), end);
}

TEST(Text, QuietIsTheFirstLineAlone) {
  const Report report = reportOf(bank("sources/"));
  TextOptions quiet;
  quiet.quiet = true;
  EXPECT_EQ(renderText(report, quiet), headline(report.findings[0]) + "\n");
}

TEST(Text, AnInnocentProgramGetsOneLineAndQuietNone) {
  Scene scene;
  scene.takes("teller-1", {{"alice.m", 10}}, {"bob.m", 11});
  const Report report = reportOf(scene);
  EXPECT_EQ(renderText(report), "gordian: 1 process, 2 locks, 2 acquisitions, 0 findings\n");
  TextOptions quiet;
  quiet.quiet = true;
  EXPECT_EQ(renderText(report, quiet), "");
}

TEST(Text, SummaryCountsAreGrouped) {
  Report report;
  report.summary = {3, 5, 14, 5210, 2};
  EXPECT_EQ(summaryLine(report), "gordian: 3 processes, 14 locks, 5,210 acquisitions, 0 findings");
  report.summary.acquisitions = 1234567;
  EXPECT_NE(summaryLine(report).find(" 1,234,567 "), std::string::npos);
  report.summary.acquisitions = 999;
  EXPECT_NE(summaryLine(report).find(" 999 "), std::string::npos);
}

TEST(Text, AfterTwentyFindingsTheRestIsCounted) {
  Scene scene;
  for (int i = 0; i < 23; ++i) {
    const std::string a = "a" + std::to_string(i);
    const std::string b = "b" + std::to_string(i);
    scene.takes("teller-1", {{a, 10}}, {b, 11}).takes("teller-2", {{b, 10}}, {a, 11});
  }
  const std::string text = renderText(reportOf(scene));
  std::size_t shown = 0;
  for (const auto& line : linesOf(text))
    shown += line.find(": warning: potential deadlock") != std::string::npos ? 1 : 0;
  EXPECT_EQ(shown, 20u);
  EXPECT_NE(text.find("gordian: 3 more findings"), std::string::npos);
}

TEST(Text, NoColourUnlessAsked) {
  const Report report = reportOf(bank());
  EXPECT_EQ(renderText(report).find('\033'), std::string::npos);
  TextOptions coloured;
  coloured.colour = true;
  EXPECT_NE(renderText(report, coloured).find('\033'), std::string::npos);
}

TEST(Text, ADeadlockThatHappenedIsNotSaidToHaveGotThrough) {
  Scene scene = bank();
  EXPECT_NE(renderText(reportOf(scene)).find("This run got through"), std::string::npos);
  scene.recording.ended = false;
  EXPECT_EQ(renderText(reportOf(scene)).find("This run got through"), std::string::npos);
}

TEST(Text, NoControlCharacterOfTheProgramGetsOut) {
  const std::string attack =
      "x\033[2J\033]0;pwned\a\x9b"
      "31m\xc2\x9b\xe2\x80\xae\r\n\xff";
  Scene scene(100, attack + "/");
  scene.file(attack + ".cpp");
  scene.takes(attack + "1", {{attack + "a", 10, attack}}, {attack + "b", 11, attack});
  scene.takes(attack + "2", {{attack + "b", 10, attack}}, {attack + "a", 11, attack});
  scene.test(attack);
  scene.recording.damage = {attack};
  scene.recording.executable = attack;
  const Report report = reportOf(scene);
  ASSERT_EQ(report.findings.size(), 1u);
  for (const std::string& text :
       {renderText(report, explained()), renderForTests(report), renderMarkdown(report),
        renderDot(report), renderEvidence(printable(report).findings[0]), renderJson(report)}) {
    for (const char character : text)
      EXPECT_TRUE(character == '\n' || static_cast<unsigned char>(character) >= 0x20) << text;
    EXPECT_EQ(text.find('\x7f'), std::string::npos);
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos) << text;
  }
  EXPECT_EQ(renderText(report).find("\xe2\x80\xae"), std::string::npos);
}

TEST(Printable, KeepsWhatIsHarmless) {
  EXPECT_EQ(printable("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x94\x92 z"),
            "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x94\x92 z");
  EXPECT_EQ(printable("a\tb\x80"
                      "c\xc3"),
            "a b?c?");
  EXPECT_EQ(shortened("abcdefghij", 7), "ab...ij");
  EXPECT_EQ(shortened("abc", 3), "abc");
}

}  // namespace
}  // namespace gordian::cli::testing
