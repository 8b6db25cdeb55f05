// What was seen from outside survives in the recording of a hang.
#include <gmock/gmock.h>
#include <gordian/recording/board.h>
#include <gordian/recording/format.h>

#include <filesystem>
#include <fstream>
#include <gordian/recording/reader.hpp>
#include <string>

namespace gordian::recording {
namespace {

Hang hangOf(const Told& told) {
  Hang hang;
  hang.rule = 203;
  hang.threads = 1;
  Waiter waiter;
  waiter.pid = waiter.tid = 812;
  waiter.thread = kNoThread;
  waiter.role = kWaiterInCycle;
  waiter.kind = kWaitPipe;
  waiter.name = "seq";
  waiter.told = told;
  hang.waiters = {waiter};
  return hang;
}

Told roundTrip(const Told& told) {
  const auto file = std::filesystem::path(testing::TempDir()) / "told.gdr";
  std::filesystem::remove(file);
  writeHang(hangOf(told), file);
  const auto recordings = read(file);
  std::filesystem::remove(file);
  if (recordings.size() != 1 || recordings[0].hangs.size() != 1) return {};
  return recordings[0].hangs[0].waiters.at(0).told;
}

TEST(Told, wordsAndFramesComeBack) {
  Told told;
  told.waitsFor = "room in pipe 146091";
  told.because = "fd 1, full";
  told.frames = {{"write", "", "/lib/libc.so.6", 0, 0, false},
                 {"main", "/src/seq.c", "/bin/seq", 9, 3, true}};
  const Told back = roundTrip(told);
  EXPECT_EQ(back.waitsFor, told.waitsFor);
  EXPECT_EQ(back.because, told.because);
  ASSERT_EQ(back.frames.size(), 2U);
  EXPECT_EQ(back.frames[1].function, "main");
  EXPECT_EQ(back.frames[1].file, "/src/seq.c");
  EXPECT_EQ(back.frames[1].line, 9U);
  EXPECT_EQ(back.frames[1].column, 3U);
  EXPECT_TRUE(back.frames[1].isUser);
  EXPECT_FALSE(back.frames[0].isUser);
}

TEST(Told, nothingToldStaysNothing) {
  EXPECT_TRUE(roundTrip({}).waitsFor.empty());
  EXPECT_TRUE(roundTrip({}).frames.empty());
}

TEST(Told, namesThatLookLikeTheEndOfAFieldAreCut) {
  Told told;
  told.waitsFor = std::string("a\0b", 3);
  told.frames = {{"f\tg\nh", "x\ny", "", 7, 0, true}};
  const Told back = roundTrip(told);
  EXPECT_EQ(back.waitsFor, "a");
  ASSERT_EQ(back.frames.size(), 1U);
  EXPECT_EQ(back.frames[0].function, "f");
  EXPECT_EQ(back.frames[0].file, "x");
  EXPECT_EQ(back.frames[0].line, 7U);
}

}  // namespace
}  // namespace gordian::recording
