// Incidents and hangs with holes: what is lost is not guessed.
#include <gtest/gtest.h>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using namespace recording;

IncidentRecord unlock(std::uint32_t thread, std::uint32_t lock) {
  IncidentRecord incident{};
  incident.rule = 301;
  incident.detail = kUnlockedByOther;
  incident.thread = thread;
  incident.lock = lock;
  incident.otherThread = kNoThread;
  return incident;
}

Recording readBack(const RecordingBuilder& builder) {
  const TemporaryFolder folder;
  auto recordings = read(folder.write("one.gdr", builder.bytes()));
  return std::move(recordings.at(0));
}

WaiterRecord waiter(std::uint32_t waitsFor) {
  WaiterRecord waiter{};
  waiter.pid = 1000;
  waiter.role = kWaiterInCycle;
  waiter.kind = kWaitLock;
  waiter.waitsFor = waitsFor;
  return waiter;
}

TEST(Incidents, NameThreadsAndLocksByTheirIndex) {
  RecordingBuilder builder;
  builder.thread(0).thread(3, 0).lock(5, 0x1000).incident(unlock(3, 5), "because");
  const Recording recording = readBack(builder);
  ASSERT_EQ(recording.incidents.size(), 1u);
  EXPECT_EQ(recording.incidents[0].thread, lockgraph::ThreadId{1});
  EXPECT_EQ(recording.incidents[0].lock, lockgraph::LockId{0});
  EXPECT_EQ(recording.incidents[0].otherThread, std::nullopt);
  EXPECT_EQ(recording.incidents[0].text, "because");
  EXPECT_EQ(recording.lockOf(5), lockgraph::LockId{0});
  EXPECT_EQ(recording.threadOf(3), lockgraph::ThreadId{1});
  EXPECT_EQ(recording.lockOf(0), std::nullopt);
  EXPECT_EQ(recording.lockOf(77), std::nullopt);
  EXPECT_EQ(recording.stackOf(0xffffffffu), std::nullopt);
}

TEST(Incidents, OfAnUnknownThreadAreDamage) {
  RecordingBuilder builder;
  builder.thread(0).incident(unlock(9, 0));
  const Recording recording = readBack(builder);
  EXPECT_TRUE(recording.incidents.empty());
  EXPECT_EQ(recording.damage.size(), 1u);
}

TEST(Hangs, WithALostWaiterTheOthersWaitForNobodyInParticular) {
  RecordingBuilder builder;
  builder.hang(201, 3, 6).waiter(waiter(1), {}, {}, "a").waiter(waiter(0), {}, {}, "b");
  const Recording recording = readBack(builder);
  ASSERT_EQ(recording.hangs.size(), 1u);
  EXPECT_EQ(recording.hangs[0].missing, 1u);
  ASSERT_EQ(recording.hangs[0].waiters.size(), 2u);
  EXPECT_EQ(recording.hangs[0].waiters[0].waitsFor, kNoWaiter);
}

TEST(Hangs, WaitersWithoutAHangAreDamage) {
  RecordingBuilder builder;
  builder.waiter(waiter(0), {}, {}, "a").hang(999, 1, 1).hang(201, 1, 1);
  const Recording recording = readBack(builder);
  EXPECT_TRUE(recording.hangs.empty());
  EXPECT_EQ(recording.damage.size(), 2u);
}

TEST(Hangs, NobodyWaitsForAWaiterThatIsNotThere) {
  RecordingBuilder builder;
  builder.hang(202, 1, 1).waiter(waiter(7), {}, {0x10, 0x20}, "a");
  const Recording recording = readBack(builder);
  ASSERT_EQ(recording.hangs.size(), 1u);
  EXPECT_EQ(recording.hangs[0].waiters[0].waitsFor, kNoWaiter);
  EXPECT_EQ(recording.hangs[0].waiters[0].frames.size(), 2u);
}

}  // namespace
}  // namespace gordian::testing
