// Hangs in every format of report.
#include <gordian/recording/board.h>
#include <gordian/recording/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "golden.hpp"
#include "report/fingerprint.hpp"
#include "report/formats.hpp"
#include "report/printable.hpp"
#include "report/test_text.hpp"
#include "report/text.hpp"
#include "scene.hpp"

namespace gordian::cli::testing {
namespace {

using namespace recording;

Finding hangOf(const Scene& scene) {
  for (const Finding& finding : reportOf(scene).findings)
    if (finding.hang) return finding;
  ADD_FAILURE() << "no hang";
  return {};
}

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Nobody holds anything: each of them waits for a notification.
Scene lostWakeup(int waiters, std::uint32_t threads) {
  Scene scene;
  scene.hangs(202, threads);
  for (int i = 0; i < waiters; ++i)
    scene.waits("worker-" + std::to_string(i), kWaitCondition, {"", 30, "Queue::pop()"}, kNoWaiter);
  return scene;
}

Scene ownerGone() {
  Scene scene;
  scene.hangs(205, 2);
  Waiter& gone = scene.waits("worker", kWaitNone, {}, kNoWaiter);
  gone.role = kWaiterOwnerGone;
  scene.holds({"queue.m", 12, "work"});
  scene.waits("main", kWaitLock, {"queue.m", 20, "main"}, 0);
  return scene;
}

TEST(Golden, AHangOfTwoThreads) {
  expectGolden("hang.txt", renderFinding(hangOf(stuckBank("sources/")), {}));
}

TEST(Golden, AHangAsJson) {
  expectGolden("hang.json", renderJson(reportOf(stuckBank())));
}

TEST(Golden, AHangAsSarif) {
  expectGolden("hang.sarif", renderSarif(reportOf(stuckBank())));
}

TEST(Golden, AHangAsMarkdownAndGraph) {
  const Report report = reportOf(stuckBank());
  expectGolden("hang.md", renderMarkdown(report));
  expectGolden("hang.dot", renderDot(report));
}

TEST(Golden, TheEvidenceOfAHang) {
  expectGolden("hang_evidence.txt", renderEvidence(hangOf(stuckBank())));
}

TEST(Golden, ALostWakeUp) {
  expectGolden("stall.txt", renderFinding(hangOf(lostWakeup(3, 4)), {}));
}

TEST(Golden, AnOwnerThatEnded) {
  expectGolden("owner_gone.txt", renderFinding(hangOf(ownerGone()), {}));
}

TEST(Golden, AThreadThatWaitsForItself) {
  Scene scene;
  scene.hangs(201, 1);
  scene.waits("main", kWaitLock, {"m", 11, "inner"}, 0);
  scene.inCycle().holds({"m", 5, "outer"});
  expectGolden("self_hang.txt", renderFinding(hangOf(scene), {}));
}

TEST(Golden, ManyThatWaitBehindTwo) {
  Scene scene = stuckBank();
  for (int i = 0; i < 497; ++i)
    scene.waits("client-" + std::to_string(i), kWaitLock, {"alice.m", 11}, 0);
  scene.recording.hangs[0].threads = 503;
  expectGolden("hang_of_many.txt", renderFinding(hangOf(scene), {}));
}

TEST(Hang, TheFirstScreenOfTwoThreadsHas24Lines) {
  const auto lines = linesOf(renderFinding(hangOf(stuckBank("sources/")), {}));
  const auto first = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
    return line.find("gordian explain") != std::string::npos;
  });
  EXPECT_LE(first - lines.begin() + 1, 24);
  for (std::size_t i = 1; i < lines.size(); ++i) EXPECT_LE(widthOf(lines[i]), 80u) << lines[i];
}

TEST(Hang, IsProvenAndQuietIsOneLine) {
  const Finding finding = hangOf(stuckBank("sources/"));
  EXPECT_EQ(finding.id, "GD201");
  EXPECT_EQ(finding.confidence, Confidence::Proven);
  TextOptions quiet;
  quiet.quiet = true;
  EXPECT_EQ(renderFinding(finding, quiet),
            "sources/bank.cpp:11:20: error: DEADLOCK - 3 of 6 threads can never continue [GD201 " +
                finding.fingerprint + "]\n");
}

TEST(Hang, NamesThePredictionOverTheSameLocks) {
  const Report report = reportOf(stuckBank());
  ASSERT_EQ(report.findings.size(), 2u);
  ASSERT_EQ(report.findings[0].hang->prediction.size(), 1u);
  EXPECT_EQ(report.findings[0].hang->prediction[0].fingerprint, report.findings[1].fingerprint);
}

TEST(Golden, AHangThatAWaitWithALockHeldForetold) {
  expectGolden("hang_of_wait.txt", renderFinding(hangOf(stuckPool()), {}));
}

TEST(Hang, NamesTheWaitWithTheSameLockHeld) {
  const Report report = reportOf(stuckPool());
  ASSERT_EQ(report.findings.size(), 2u);
  const auto& known = report.findings[0].hang->prediction;
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].id, "GD104");
  EXPECT_EQ(known[0].fingerprint, report.findings[1].fingerprint);
  const std::string json = renderJson(report);
  EXPECT_NE(json.find("\"prediction\": [\n"), std::string::npos) << json;
}

TEST(Hang, NamesNoWaitAtAnotherPlaceOrWithAnotherLock) {
  Scene elsewhere = stuckPool();
  elsewhere.recording.hangs[0].waiters[0].frames = elsewhere.recording.hangs[0].waiters[1].frames;
  EXPECT_TRUE(hangOf(elsewhere).hang->prediction.empty());
  Scene other = stuckPool();
  WaiterHold hold = other.recording.hangs[0].waiters[0].held[0];
  other.recording.hangs[0].waiters[0].held.clear();
  other.holds({"other.m", 3});
  EXPECT_TRUE(hangOf(other).hang->prediction.empty());
  other.recording.hangs[0].waiters[0].held = {hold};
  EXPECT_FALSE(hangOf(other).hang->prediction.empty());
}

TEST(Hang, NamesTheJoinWithTheSameLockHeld) {
  Scene scene;
  const At held{"table.m", 7, "finish"};
  scene.takes("main", {held}, {"log.m", 8, "finish"});
  scene.waitsHolding("main", held, lockgraph::Meeting::Thread, {"worker", 9, "finish"});
  scene.asksFor("worker", {"table.m", 14, "work"});
  scene.hangs(201, 2);
  scene.waits("main", kWaitThread, {"worker", 9, "finish"}, 1);
  scene.inCycle().holds(held);
  scene.waits("worker", kWaitLock, {"table.m", 14, "work"}, 0);
  scene.inCycle();
  const Finding finding = hangOf(scene);
  ASSERT_EQ(finding.hang->prediction.size(), 1u);
  EXPECT_EQ(finding.hang->prediction[0].id, "GD105");
  const std::string text = renderFinding(finding, {});
  EXPECT_NE(text.find("predicts it from a lock that is held across"), std::string::npos) << text;
}

TEST(Hang, TheFingerprintKnowsNoNumbersAndNoBystanders) {
  const std::string print = hangOf(stuckBank()).fingerprint;
  Scene scene = stuckBank();
  for (Waiter& waiter : scene.recording.hangs[0].waiters) {
    waiter.tid += 1000;
    waiter.address += 4096;
    for (WaiterHold& hold : waiter.held) hold.address += 4096;
  }
  scene.recording.hangs[0].threads = 99;
  EXPECT_EQ(hangOf(scene).fingerprint, print);
  scene.waits("client", kWaitLock, {"bob.m", 15, "audit"}, 1);
  EXPECT_EQ(hangOf(scene).fingerprint, print);
  Scene other;
  other.hangs(201, 1);
  other.waits("main", kWaitLock, {"alice.m", 11, "inner"}, 0);
  other.inCycle().holds({"alice.m", 5, "outer"});
  EXPECT_NE(hangOf(other).fingerprint, print);
}

TEST(Hang, OfAProcessThatLeftNoRecording) {
  Scene scene = stuckBank();
  recording::Recording alone;
  alone.pid = scene.recording.pid;
  alone.startedNs = scene.recording.startedNs;
  alone.hangs = scene.recording.hangs;
  const Report report = buildReport({alone}, scene.names());
  EXPECT_EQ(report.summary.processes, 0u);
  ASSERT_EQ(report.findings.size(), 1u);
  const std::string text = renderFinding(report.findings[0], {});
  EXPECT_NE(text.find("teller-1"), std::string::npos) << text;
  EXPECT_NE(text.find("mutex"), std::string::npos) << text;
}

// What a module holds is asked for at a time when it can have been there.
class Clock final : public Names {
 public:
  explicit Clock(lockgraph::Sequence& asked) : asked_(asked) {}
  std::vector<SourceFrame> frames(const recording::Stack&, lockgraph::Sequence when) override {
    asked_ = when;
    return {};
  }
  LockLabel lock(lockgraph::LockId) override { return {"m", "m", {}}; }
  ThreadLabel thread(lockgraph::ThreadId) override { return {"T", {}}; }
  std::vector<std::string> notes() override { return {}; }

 private:
  lockgraph::Sequence& asked_;
};

TEST(Hang, InAFileOfItsOwnIsLaterThanAllThatWasLoaded) {
  Scene scene;
  scene.hangs(201, 1);
  scene.waits("main", kWaitLock, {"m", 11}, 0);
  scene.inCycle();
  scene.recording.hangs[0].seen = UINT64_MAX;
  lockgraph::Sequence asked = 0;
  buildReport({scene.recording},
              [&](const recording::Recording&) { return std::make_unique<Clock>(asked); });
  EXPECT_EQ(asked, UINT64_MAX - 1);
}

TEST(Hang, OfTwoProcessesNamesThem) {
  Scene scene;
  scene.hangs(203, 2);
  scene.waits("main", kWaitProcess, {"", 22, "main"}, 1);
  scene.inCycle();
  Waiter& other = scene.waits("main", kWaitPipe, {"", 9, "writer"}, 0);
  other.pid = 812;
  other.startedNs = 77;
  other.name = "seq";
  scene.inCycle();
  const std::string text = renderFinding(hangOf(scene), {});
  EXPECT_NE(text.find("bank (100)"), std::string::npos) << text;
  EXPECT_NE(text.find("seq (812)"), std::string::npos) << text;
}

TEST(Hang, NothingInItIsTrusted) {
  const std::string attack = "x\033[2J\x9b\xe2\x80\xae\r\n\xff";
  Scene scene(100, attack + "/");
  scene.hangs(201, 0);
  for (std::uint32_t i = 0; i < 4; ++i) {
    Waiter& waiter = scene.waits(attack + std::to_string(i), static_cast<std::uint8_t>(i * 3),
                                 {attack, 11, attack}, i + 1);
    waiter.role = i == 0 ? 1u : i;
    waiter.thread = i * 1000;
    waiter.lock = waiter.stack = waiter.through = 0xfffffff0u + i;
    waiter.target = kNoThread;
    WaiterHold hold;
    hold.lock = hold.stack = hold.serial = 77777;
    hold.kind = hold.mode = 200;
    waiter.held = {hold};
  }
  const Report report = reportOf(scene);
  for (const std::string& text :
       {renderText(report), renderMarkdown(report), renderDot(report), renderJson(report),
        renderForTests(report), renderEvidence(printable(report).findings.at(0))})
    for (const char character : text)
      EXPECT_TRUE(character == '\n' || static_cast<unsigned char>(character) >= 0x20) << text;
}

}  // namespace
}  // namespace gordian::cli::testing
