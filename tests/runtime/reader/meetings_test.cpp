// Waits and signals of what is no lock, and what threads use with nothing held.
#include <gtest/gtest.h>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using lockgraph::Meeting;
using lockgraph::Mode;
using recording::Recording;

Recording readOf(const RecordingBuilder& builder) {
  const TemporaryFolder folder;
  return recording::read(folder.write("one.gdr", builder.bytes())).at(0);
}

RecordingBuilder twoThreads() {
  RecordingBuilder builder;
  builder.stack(1, {{0x1010, 0x7000}}).thread(0).thread(1, 0, 0).lock(1, 0x10).lock(2, 0x20);
  return builder;
}

TEST(Meetings, AreReadWithWhatIsHeldAndNeeded) {
  using namespace recording;
  RecordingBuilder builder = twoThreads();
  SignalRecord wait = meetingRecord(0, kWaitsCondition, 0x30, 1);
  wait.segment = 3;
  wait.flags = kMeetingTimed;
  wait.mutex = 2;
  SignalRecord signal = meetingRecord(1, kSignalCondition, 0x30, 1);
  signal.flags = kMeetingInHandler | kMeetingRepeats;
  signal.order = 9;
  signal.waitedAt = 4;
  builder.meeting(wait, {{1, 1, 7, kHeldShared | kHeldAfterWait}});
  builder.meeting(signal, {{2, 0, 8, 0}}, {{1, 1, 5, 1, 0, kNeedNear}, {2, 0, 0, 0, 0, 0}});
  const Recording recording = readOf(builder);
  EXPECT_EQ(recording.damage, Lines{});
  ASSERT_EQ(recording.trace.waits.size(), 1U);
  const auto& waited = recording.trace.waits[0];
  EXPECT_EQ(waited.kind, Meeting::Condition);
  EXPECT_EQ(waited.segment, 3U);
  EXPECT_TRUE(waited.timed);
  EXPECT_EQ(waited.mutex, lockgraph::LockId{1});
  EXPECT_TRUE(waited.held.at(0).afterWait);
  EXPECT_EQ(waited.held.at(0).mode, Mode::Shared);
  ASSERT_EQ(recording.trace.signals.size(), 1U);
  const auto& signalled = recording.trace.signals[0];
  EXPECT_EQ(signalled.object, waited.object);
  EXPECT_TRUE(signalled.inHandler);
  EXPECT_TRUE(signalled.repeats);
  EXPECT_EQ(signalled.order, 9U);
  EXPECT_EQ(signalled.waitedAt, 4U);
  ASSERT_EQ(signalled.needs.size(), 2U);
  EXPECT_EQ(signalled.needs[0].mode, Mode::Shared);
  EXPECT_EQ(signalled.needs[0].segment, 5U);
  EXPECT_TRUE(signalled.needs[0].isNear);
  EXPECT_FALSE(signalled.needs[0].isAwaited);
  EXPECT_FALSE(signalled.needs[1].isNear);
}

TEST(Meetings, EachKindIsWaitOrSignal) {
  using namespace recording;
  RecordingBuilder builder = twoThreads();
  for (const auto kind : {kSignalCondition, kSignalSemaphore, kSignalBarrier, kSignalFutex})
    builder.meeting(meetingRecord(0, kind, 0x30));
  for (const auto kind : {kWaitsCondition, kWaitsSemaphore, kWaitsBarrier, kWaitsFutex})
    builder.meeting(meetingRecord(0, kind, 0x30), {{1, 0, 1, 0}});
  const Recording recording = readOf(builder);
  EXPECT_EQ(recording.damage, Lines{});
  ASSERT_EQ(recording.trace.signals.size(), 4U);
  ASSERT_EQ(recording.trace.waits.size(), 4U);
  EXPECT_EQ(recording.trace.signals[3].kind, Meeting::Futex);
  EXPECT_EQ(recording.trace.waits[2].kind, Meeting::Barrier);
  EXPECT_EQ(recording.trace.waits[3].kind, Meeting::Futex);
}

TEST(Meetings, ObjectsThatFollowedEachOtherAreTwo) {
  using namespace recording;
  RecordingBuilder builder = twoThreads();
  SignalRecord later = meetingRecord(0, kSignalSemaphore, 0x30);
  later.epoch = 1;
  builder.meeting(meetingRecord(0, kSignalSemaphore, 0x30)).meeting(later);
  const Recording recording = readOf(builder);
  ASSERT_EQ(recording.trace.signals.size(), 2U);
  EXPECT_NE(recording.trace.signals[0].object, recording.trace.signals[1].object);
}

TEST(Meetings, ThatRefersToLostThingsIsLeftOut) {
  using namespace recording;
  RecordingBuilder builder = twoThreads();
  builder.meeting(meetingRecord(9, kSignalCondition, 0x30));
  builder.meeting(meetingRecord(0, 0, 0x30));
  builder.meeting(meetingRecord(0, kWaitsFutex + 1, 0x30));
  builder.meeting(meetingRecord(0, kSignalCondition, 0x30), {{9, 0, 0, 0}});
  builder.meeting(meetingRecord(0, kSignalCondition, 0x30), {{1, 0, 0, 8}});
  builder.meeting(meetingRecord(0, kSignalCondition, 0x30), {}, {{9, 0, 0, 0, 0, 0}});
  builder.meeting(meetingRecord(0, kSignalCondition, 0x30), {}, {{1, 0, 0, 2, 0, 0}});
  builder.meeting(meetingRecord(0, kSignalCondition, 0x30), {}, {{1, 0, 0, 0, 3, 0}});
  builder.meeting(meetingRecord(0, kSignalCondition, 0x30), {}, {{1, 0, 0, 0, 0, 4}});
  SignalRecord tooMany = meetingRecord(0, kSignalCondition, 0x30);
  tooMany.needCount = 0x10000000;
  builder.record(kSignal, bytesOf(tooMany));
  builder.record(kSignal, "");
  const Recording recording = readOf(builder);
  EXPECT_EQ(recording.damage.size(), 11U);
  EXPECT_TRUE(recording.trace.signals.empty());
  EXPECT_TRUE(recording.trace.waits.empty());
}

TEST(Uses, AreReadWithTheirClock) {
  using namespace recording;
  RecordingBuilder builder = twoThreads();
  builder.use({1, 2, 1, 6, 5, 4, 3, 1, 0, 0});
  builder.use({9, 2, 1, 6, 5, 4, 3, 0, 0, 0});  // its thread ended before anything was recorded
  builder.use({1, 9, 1, 0, 0, 0, 0, 0, 0, 0});
  builder.use({1, 2, 1, 0, 0, 0, 0, 0, 3, 0});
  const Recording recording = readOf(builder);
  EXPECT_EQ(recording.damage.size(), 2U);
  ASSERT_EQ(recording.trace.uses.size(), 1U);
  const auto& use = recording.trace.uses[0];
  EXPECT_EQ(use.segment, 6U);
  EXPECT_EQ(use.firstSegment, 5U);
  EXPECT_EQ(use.first, 4U);
  EXPECT_EQ(use.count, 3U);
  EXPECT_EQ(use.mode, Mode::Shared);
}

}  // namespace
}  // namespace gordian::testing
