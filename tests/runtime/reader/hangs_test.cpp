// Hangs: what writeHang() leaves is read again as it was, alone and in merged files.
#include <gordian/recording/board.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using recording::Hang;
using recording::Waiter;
using recording::WaiterHold;

Hang twoTellers() {
  Waiter first;
  first.pid = 4711;
  first.startedNs = 99;
  first.thread = 1;
  first.tid = 4712;
  first.role = recording::kWaiterInCycle;
  first.waitsFor = 1;
  first.through = 2;
  first.kind = recording::kWaitLock;
  first.lock = 2;
  first.target = recording::kNoThread;
  first.address = 0x9800;
  first.space = 4711;
  first.object = 0x9800;
  first.frames = {0x1010, 0x1020};
  first.name = "teller-1";
  WaiterHold hold;
  hold.lock = 1;
  hold.stack = 2;
  hold.serial = 7;
  hold.mode = 1;
  hold.address = 0x1800;
  first.held = {hold};
  Waiter second = first;
  second.tid = 4713;
  second.waitsFor = 0;
  second.name.clear();
  second.frames.clear();
  Hang hang;
  hang.rule = 201;
  hang.threads = 6;
  hang.action = recording::kHangExit;
  hang.unchangedMs = 450;
  hang.waiters = {first, second};
  return hang;
}

std::string waiterLine(const Waiter& waiter) {
  std::string line = numberText(waiter.pid) + "/" + numberText(waiter.startedNs) + "/" +
                     numberText(waiter.tid) + " '" + waiter.name + "' for " +
                     numberText(waiter.waitsFor) + " through " + numberText(waiter.through) +
                     " at " + numberText(waiter.address) + ", holds";
  for (const WaiterHold& hold : waiter.held)
    line += " " + numberText(hold.lock) + "#" + numberText(hold.serial) + " of mode " +
            numberText(hold.mode) + " from " + numberText(hold.stack);
  for (const std::uint64_t frame : waiter.frames) line += " < " + numberText(frame);
  return line;
}

Lines hangLines(const recording::Recording& recording) {
  Lines lines;
  for (const Hang& hang : recording.hangs) {
    lines.push_back("GD" + numberText(hang.rule) + ", " + numberText(hang.waiters.size()) + " of " +
                    numberText(hang.threads) + ", " + numberText(hang.unchangedMs) + " ms");
    for (const Waiter& waiter : hang.waiters) lines.push_back(waiterLine(waiter));
  }
  return lines;
}

const Lines kTwoTellers = {
    "GD201, 2 of 6, 450 ms",
    "4711/99/4712 'teller-1' for 1 through 2 at 38912, holds 1#7 of mode 1 from 2 < 4112 < 4128",
    "4711/99/4713 '' for 0 through 2 at 38912, holds 1#7 of mode 1 from 2"};

TEST(Hangs, AreReadAsTheyWereWritten) {
  const TemporaryFolder folder;
  writeHang(twoTellers(), folder.path("hang.gdr"));
  const auto recordings = recording::read(folder.path("hang.gdr"));
  ASSERT_EQ(recordings.size(), 1U);
  EXPECT_EQ(recordings[0].pid, 4711U);
  EXPECT_EQ(recordings[0].startedNs, 99U);
  EXPECT_EQ(recordings[0].damage, Lines{});
  EXPECT_EQ(hangLines(recordings[0]), kTwoTellers);
  struct stat status {};
  ASSERT_EQ(stat(folder.path("hang.gdr").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(Hangs, ReplaceNoFile) {
  const TemporaryFolder folder;
  const auto file = folder.write("hang.gdr", "mine");
  EXPECT_THROW(writeHang(twoTellers(), file), recording::RecordingError);
  EXPECT_EQ(contentOf(file), "mine");
  EXPECT_THROW(writeHang(Hang{}, folder.path("empty.gdr")), recording::RecordingError);
}

TEST(Hangs, SurviveMerging) {
  const TemporaryFolder folder;
  writeHang(twoTellers(), folder.path("hang.gdr"));
  const auto own = folder.write("own.gdr", sampleRecording().bytes());
  recording::merge({own, folder.path("hang.gdr")}, folder.path("all"));
  Lines lines;
  for (const auto& recording : recording::read(folder.path("all"))) {
    EXPECT_EQ(recording.damage, Lines{});
    const Lines more = hangLines(recording);
    lines.insert(lines.end(), more.begin(), more.end());
  }
  EXPECT_EQ(lines, kTwoTellers);
}

TEST(Hangs, WithLostWaitersNameNobodyWrongly) {
  const TemporaryFolder folder;
  writeHang(twoTellers(), folder.path("hang.gdr"));
  const std::string bytes = contentOf(folder.path("hang.gdr"));
  for (std::size_t size = 64; size < bytes.size(); ++size) {
    const auto file = folder.write("cut.gdr", std::string_view(bytes).substr(0, size));
    for (const auto& recording : recording::read(file))
      for (const Hang& hang : recording.hangs) {
        EXPECT_EQ(hang.missing + hang.waiters.size(), 2U);
        for (const Waiter& waiter : hang.waiters) EXPECT_EQ(waiter.waitsFor, recording::kNoWaiter);
      }
  }
}

TEST(Hangs, ThatClaimTooMuchAreDamage) {
  const TemporaryFolder folder;
  recording::HangRecord hang{};
  hang.rule = 201;
  hang.waiterCount = 0xffffffffU;
  recording::WaiterRecord waiter{};
  waiter.role = recording::kWaiterInCycle;
  waiter.heldCount = 0xffffffffU;
  RecordingBuilder builder;
  builder.record(recording::kWaiter, bytesOf(waiter));  // of no hang
  builder.record(recording::kHang, bytesOf(hang));
  builder.record(recording::kWaiter, bytesOf(waiter));
  const auto recordings = recording::read(folder.write("hostile.gdr", builder.bytes()));
  ASSERT_EQ(recordings.size(), 1U);
  EXPECT_TRUE(recordings[0].hangs.empty());
  EXPECT_EQ(recordings[0].damage.size(), 2U);
}

}  // namespace
}  // namespace gordian::testing
