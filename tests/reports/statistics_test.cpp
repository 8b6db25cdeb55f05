// What --stats counted, in every format.
#include <gmock/gmock.h>

#include <sstream>

#include "golden.hpp"
#include "report/formats.hpp"
#include "report/statistics.hpp"
#include "report/statistics_text.hpp"
#include "report/text.hpp"
#include "scene.hpp"

namespace gordian::cli::testing {
namespace {

constexpr std::uint64_t kUs = 1000;
constexpr std::uint64_t kMs = 1000 * kUs;

recording::LockUse numbers(std::uint64_t acquisitions, std::uint64_t contended,
                           std::uint64_t waitNs, std::uint64_t holdNs) {
  recording::LockUse use;
  use.locks = 1;
  use.acquisitions = acquisitions;
  use.contended = use.waits = contended;
  use.handOvers = contended;
  use.waitNs = waitNs;
  use.longestWaitNs = waitNs / 2;
  use.holdNs = holdNs;
  use.longestHoldNs = holdNs / 2;
  return use;
}

Scene busyBank() {
  Scene scene;
  scene.recording.executable = "/srv/bank";
  scene.lives("main", 200 * kMs, 1 * kMs, 0);
  scene.lives("teller-1", 150 * kMs, 80 * kMs, 60 * kMs);
  scene.lives("teller-2", 150 * kMs, 85 * kMs, 50 * kMs);
  scene.uses("teller-1", {"alice.m", 10}, numbers(700'000, 1000, 40 * kMs, 30 * kMs));
  scene.uses("teller-2", {"alice.m", 11}, numbers(600'000, 500, 45 * kMs, 50 * kMs));
  scene.uses("teller-1", {"a name that is rather long for a column", 12},
             numbers(99, 1, 20 * kMs, 999));
  auto readers = numbers(12'345, 0, 0, 84 * kMs);
  readers.isShared = true;
  scene.uses("teller-2", {"rates", 20}, readers);
  scene.recording.statistics.process = {200 * kMs, 170 * kMs, 4 * kMs};
  return scene;
}

Scene python() {
  Scene scene;
  scene.recording.executable = "/usr/bin/python3";
  scene.lives("main", 200 * kMs, 100 * kMs, 90 * kMs);
  scene.lives("counter", 190 * kMs, 95 * kMs, 92 * kMs);
  scene.uses("main", {""}, numbers(40, 20, 90 * kMs, 100 * kMs));
  scene.uses("counter", {""}, numbers(38, 19, 92 * kMs, 95 * kMs));
  scene.recording.statistics.process = {200 * kMs, 195 * kMs, 0};
  return scene;
}

TEST(Golden, LocksByWaitTime) {
  expectGolden("stats.txt", renderText(reportOf(busyBank())));
}
TEST(Golden, LocksByWaitTimeAsJson) {
  expectGolden("stats.json", renderJson(reportOf(busyBank())));
}
TEST(Golden, LocksByWaitTimeAsMarkdown) {
  expectGolden("stats.md", renderMarkdown(reportOf(busyBank())));
}
TEST(Golden, TheBigLockOfPython) {
  expectGolden("stats_gil.txt", renderText(reportOf(python())));
}

TEST(Statistics, AddUpOverThreads) {
  const auto statistics = reportOf(busyBank()).statistics;
  ASSERT_TRUE(statistics);
  ASSERT_EQ(statistics->locks.size(), 3u);
  const LockStats& first = statistics->locks.front();
  EXPECT_EQ(first.name, "alice.m");
  EXPECT_EQ(first.acquisitions, 1'300'000u);
  EXPECT_EQ(first.wait, 85 * kMs);
  EXPECT_EQ(first.longestHold, 25 * kMs);
  EXPECT_EQ(first.longestHoldAt.site().line, 11u);
  EXPECT_DOUBLE_EQ(first.waitShare, 85.0 / 300.0);
  EXPECT_DOUBLE_EQ(*effectiveParallelism(statistics->processes.front()), 0.83);
}

TEST(Statistics, AreNotThereWhenNothingWasCounted) {
  EXPECT_FALSE(reportOf(bank()).statistics);
}

TEST(Statistics, OfASemaphoreThatIsNoLockAreLeftOut) {
  Scene scene = busyBank();
  scene.recording.trace.locks[0].tainted = true;
  EXPECT_EQ(reportOf(scene).statistics->locks.size(), 2u);
}

TEST(Statistics, OfHostileNumbersStayInTheirColumns) {
  Scene scene = busyBank();
  for (auto& use : scene.recording.statistics.uses) {
    use.locks = UINT32_MAX;
    for (auto* number : {&use.acquisitions, &use.contended, &use.handOvers, &use.waits, &use.waitNs,
                         &use.longestWaitNs, &use.holdNs, &use.longestHoldNs})
      *number = UINT64_MAX;
  }
  for (auto& thread : scene.recording.statistics.threads)
    thread.lifeNs = thread.cpuNs = thread.lockWaitNs = UINT64_MAX;
  scene.recording.statistics.process = {1, UINT64_MAX, 0};
  const Report report = reportOf(scene);
  std::istringstream lines(statisticsText(*report.statistics));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
  EXPECT_NO_THROW(renderJson(report));
}

TEST(Statistics, NameDurationsInAFewLetters) {
  EXPECT_EQ(durationText(0), "0");
  EXPECT_EQ(durationText(999), "999ns");
  EXPECT_EQ(durationText(1000), "1.00us");
  EXPECT_EQ(durationText(85'600 * kUs), "85.6ms");
  EXPECT_EQ(durationText(999'999 * kUs), "1.00s");
  EXPECT_EQ(durationText(UINT64_MAX), ">9999h");
}

}  // namespace
}  // namespace gordian::cli::testing
