// What --stats counted, as it was written; what refers to nobody is left out.
#include <gtest/gtest.h>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using namespace recording;

Recording readBack(const RecordingBuilder& builder) {
  const TemporaryFolder folder;
  auto recordings = read(folder.write("one.gdr", builder.bytes()));
  return std::move(recordings.at(0));
}

LockStatsRecord use(std::uint32_t thread, std::uint32_t lock, std::uint32_t flags = 0) {
  LockStatsRecord record{};
  record.thread = thread;
  record.lock = lock;
  record.flags = flags;
  record.locks = 3;
  record.acquisitions = 1000;
  record.contended = 1;
  record.handOvers = 2;
  record.waits = 4;
  record.waitNs = 50;
  record.longestWaitNs = 40;
  record.holdNs = 70;
  record.longestHoldNs = 60;
  return record;
}

RecordingBuilder& add(RecordingBuilder& builder, const LockStatsRecord& record) {
  return builder.record(kLockStats, bytesOf(record));
}

TEST(Statistics, AreReadAsTheyWereWritten) {
  RecordingBuilder builder;
  builder.thread(0).thread(3, 0).lock(5, 0x1000);
  add(builder, use(3, 5, kStatsShared));
  builder.record(kThreadStats, bytesOf(ThreadStatsRecord{3, 0, 100, 90, 50}));
  builder.record(kProcessStats, bytesOf(ProcessStatsRecord{200, 150, 7}));
  const Statistics statistics = readBack(builder).statistics;
  ASSERT_EQ(statistics.uses.size(), 1u);
  const LockUse& read = statistics.uses[0];
  EXPECT_EQ(read.thread, lockgraph::ThreadId{1});
  EXPECT_EQ(read.lock, lockgraph::LockId{0});
  EXPECT_TRUE(read.isShared);
  EXPECT_EQ(read.locks, 3u);
  EXPECT_EQ(read.acquisitions, 1000u);
  EXPECT_EQ(read.contended, 1u);
  EXPECT_EQ(read.handOvers, 2u);
  EXPECT_EQ(read.waits, 4u);
  EXPECT_EQ(read.waitNs, 50u);
  EXPECT_EQ(read.longestWaitNs, 40u);
  EXPECT_EQ(read.holdNs, 70u);
  EXPECT_EQ(read.longestHoldNs, 60u);
  ASSERT_EQ(statistics.threads.size(), 1u);
  EXPECT_EQ(statistics.threads[0].lockWaitNs, 50u);
  ASSERT_TRUE(statistics.process);
  EXPECT_EQ(statistics.process->wallNs, 200u);
  EXPECT_EQ(statistics.process->spinNs, 7u);
}

TEST(Statistics, OfTheBigLockNameNoLock) {
  RecordingBuilder builder;
  builder.thread(0);
  add(builder, use(0, 0, kStatsGil));
  const Recording recording = readBack(builder);
  ASSERT_EQ(recording.statistics.uses.size(), 1u);
  EXPECT_EQ(recording.statistics.uses[0].lock, std::nullopt);
}

TEST(Statistics, OfWhatIsNotThereAreLeftOut) {
  RecordingBuilder builder;
  builder.thread(0).lock(5, 0x1000);
  add(builder, use(9, 5));
  add(builder, use(0, 6));
  add(builder, use(0, 0));
  builder.record(kThreadStats, bytesOf(ThreadStatsRecord{9, 0, 1, 1, 1}));
  builder.record(kThreadStats, "short");
  builder.record(kProcessStats, "short");
  const Recording recording = readBack(builder);
  EXPECT_TRUE(recording.statistics.isEmpty());
  EXPECT_EQ(recording.damage.size(), 6u);
}

TEST(Statistics, AreEmptyWhereNothingWasCounted) {
  EXPECT_TRUE(readBack(RecordingBuilder().thread(0)).statistics.isEmpty());
}

}  // namespace
}  // namespace gordian::testing
