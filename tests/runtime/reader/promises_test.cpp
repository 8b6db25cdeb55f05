// What programs promise about their locks: ranks, and locks that are never held together.
#include <gordian/recording/format.h>
#include <gtest/gtest.h>

#include <gordian/recording/reader.hpp>
#include <recording_builder.hpp>

namespace gordian::testing {
namespace {

recording::Recording readOf(const RecordingBuilder& builder) {
  const TemporaryFolder folder;
  return recording::read(folder.write("one.gdr", builder.bytes())).at(0);
}

TEST(Promises, AreReadWithTheirLocks) {
  using namespace recording;
  RecordingBuilder builder;
  builder.lock(1, 0x10).lock(2, 0x20);
  builder.record(kLockRank, bytesOf(LockRankRecord{2, -7}));
  builder.record(kNeverTogether, bytesOf(NeverTogetherRecord{1, 2}));
  const Recording recording = readOf(builder);
  EXPECT_TRUE(recording.damage.empty());
  EXPECT_FALSE(recording.lockInfo.at(0).rank.has_value());
  EXPECT_EQ(recording.lockInfo.at(1).rank, -7);
  ASSERT_EQ(recording.neverTogether.size(), 1U);
  EXPECT_EQ(static_cast<unsigned>(recording.neverTogether[0].second), 1U);
}

TEST(Promises, OfLostLocksAreLeftOut) {
  using namespace recording;
  RecordingBuilder builder;
  builder.lock(1, 0x10);
  builder.record(kLockRank, bytesOf(LockRankRecord{9, 1}));
  builder.record(kLockRank, "");
  builder.record(kNeverTogether, bytesOf(NeverTogetherRecord{1, 9}));
  builder.record(kNeverTogether, bytesOf(NeverTogetherRecord{1, 1}));
  builder.record(kNeverTogether, "");
  const Recording recording = readOf(builder);
  EXPECT_EQ(recording.damage.size(), 5U);
  EXPECT_TRUE(recording.neverTogether.empty());
}

}  // namespace
}  // namespace gordian::testing
