// What was written is what is read.
#include <gtest/gtest.h>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using recording::Recording;
using recording::Storage;

Recording readBytes(const std::string& bytes) {
  const TemporaryFolder folder;
  auto recordings = recording::read(folder.write("one.gdr", bytes));
  EXPECT_EQ(recordings.size(), 1U);
  return recordings.at(0);
}

Recording readSample() {
  return readBytes(sampleRecording().bytes());
}

TEST(Recording, TellsAboutTheProcess) {
  const Recording recording = readSample();
  EXPECT_EQ(recording.pid, 4711U);
  EXPECT_EQ(recording.startedNs, 99U);
  EXPECT_EQ(recording.executable, "/usr/bin/bank");
  EXPECT_EQ(recording.directory, "/home/ann");
  EXPECT_EQ(recording.arguments, (Lines{"bank", "--transfer"}));
  EXPECT_TRUE(recording.linked);
  EXPECT_FALSE(recording.python);
  EXPECT_TRUE(recording.ended);
  EXPECT_EQ(recording.acquisitions, 123U);
  EXPECT_EQ(recording.locks, 45U);
  EXPECT_EQ(recording.threads, 6U);
  EXPECT_EQ(recording.blind, Lines{"futex"});
  EXPECT_EQ(recording.limits, Lines{"stacks"});
  EXPECT_EQ(recording.damage, Lines{});
}

TEST(Recording, HasDependenciesWithTheirOccurrencesAndCounts) {
  const Recording recording = readSample();
  EXPECT_EQ(dependencyLines(recording),
            (Lines{"thread 0: 1 while holding 0#1 (stack 2), stack 1",
                   "thread 1: 0 while holding 1#2 (stack 0), stack 0"}));
  const auto& first = recording.trace.dependencies[0];
  ASSERT_EQ(first.occurrences.size(), 2U);
  EXPECT_EQ(first.occurrences[0].segment, 0U);
  EXPECT_EQ(first.occurrences[1].segment, 2U);
  EXPECT_LT(first.occurrences[0].sequence, first.occurrences[1].sequence);
  EXPECT_EQ(first.count, 7U);
  EXPECT_EQ(recording.trace.dependencies[1].count, 1U) << "seen once when nothing was counted";
}

TEST(Recording, HasThreadsAndJoins) {
  const Recording recording = readSample();
  EXPECT_EQ(threadLines(recording),
            (Lines{"first", "child of 0 after 0", "child of 0 after 1 held 0"}));
  EXPECT_EQ(recording.threadInfo[1].name, "teller-1");
  EXPECT_EQ(recording.threadInfo[1].tid, 5001U);
  ASSERT_EQ(recording.trace.joins.size(), 1U);
  EXPECT_EQ(idText(recording.trace.joins[0].joined), "1");
  EXPECT_EQ(recording.trace.joins[0].segment, 2U);
  ASSERT_EQ(recording.trace.joins[0].holds.size(), 1U);
  EXPECT_EQ(recording.trace.joins[0].holds[0].serial, 7U);
}

TEST(Recording, HasLocks) {
  const Recording recording = readSample();
  EXPECT_EQ(lockLines(recording), (Lines{"6144/0", "38912/0"}));
  const auto& locks = recording.trace.locks;
  const auto& first = recording.trace.dependencies[0].occurrences[0];
  const auto& second = recording.trace.dependencies[1].occurrences[0];
  ASSERT_TRUE(locks[0].sharedAt);
  EXPECT_LT(first.sequence, *locks[0].sharedAt);
  EXPECT_LT(*locks[0].sharedAt, second.sequence);
  EXPECT_FALSE(locks[1].sharedAt);
  EXPECT_FALSE(locks[0].tainted);
  EXPECT_TRUE(locks[1].tainted);
  EXPECT_EQ(recording.lockInfo[1].name, "bob.m");
}

TEST(Recording, ReadsEveryFieldOfALockAndADependency) {
  using namespace recording;
  RecordingBuilder builder;
  LockRecord lock{};
  lock.id = 1;
  lock.epoch = 3;
  lock.address = 0x42;
  lock.kind = static_cast<std::uint8_t>(lockgraph::LockKind::RwLockPreferWriter);
  lock.storage = kStorageStatic;
  lock.flags = kLockProcessShared | kLockPython | kLockRobust;
  lock.creator = 0;
  DependencyRecord dependency{};
  dependency.id = 2;
  dependency.segment = 9;
  dependency.lock = 1;
  dependency.base = 1;
  dependency.mode = 1;
  dependency.acquisition = static_cast<std::uint8_t>(lockgraph::Acquisition::Timed);
  dependency.flags = kReentrant | kAfterWait | kHeldCut;
  builder.thread(0).lock(lock).lock(2, 0x50).dependency(1, 0, 1, 2);
  builder.dependency(dependency, {{2, 0, 5, 1}});
  const Recording recording = readBytes(builder.bytes());

  EXPECT_EQ(recording.trace.locks[0].kind, lockgraph::LockKind::RwLockPreferWriter);
  EXPECT_EQ(idText(recording.trace.locks[0].creator.value()), "0");
  EXPECT_EQ(recording.lockInfo[0].storage, Storage::Static);
  EXPECT_TRUE(recording.lockInfo[0].processShared);
  EXPECT_TRUE(recording.lockInfo[0].robust);
  EXPECT_TRUE(recording.lockInfo[0].python);
  const auto& read = recording.trace.dependencies.at(1);
  EXPECT_EQ(read.mode, lockgraph::Mode::Shared);
  EXPECT_EQ(read.acquisition, lockgraph::Acquisition::Timed);
  EXPECT_TRUE(read.reentrant);
  EXPECT_TRUE(read.afterWait);
  EXPECT_EQ(read.occurrences[0].segment, 9U);
  EXPECT_EQ(dependencyLines(recording)[1],
            "thread 0: 0 while holding base 0 1#5 shared (stack 0), stack 0");
  EXPECT_EQ(recording.limits, Lines{"1 acquisitions with more held locks than are recorded"});
}

TEST(Recording, GivesALockOnAStackToTheYoungestThreadThere) {
  using namespace recording;
  RecordingBuilder builder;
  LockRecord lock{};
  lock.id = 1;
  lock.address = 0x9800;
  lock.storage = kStorageStack;
  lock.creator = kNoThread;
  builder.thread(0).thread(1, 0, 0, {}, 0, 0x9000, 0xa000).thread(2, 0, 1, {}, 0, 0x9000, 0xa000);
  const Recording recording = readBytes(builder.lock(lock).bytes());
  EXPECT_EQ(idText(recording.trace.locks[0].creator.value()), "2");
}

TEST(Recording, FindsTheModuleOfTheTime) {
  const Recording recording = readSample();
  const auto gone = recording.modules[1].goneAt;
  EXPECT_EQ(recording.modules[0].buildId, "01ab");
  EXPECT_EQ(recording.moduleAt(0x1500, UINT64_MAX)->path, "/usr/bin/bank");
  EXPECT_EQ(recording.moduleAt(0x5500, gone - 1)->path, "/lib/plugin.so");
  EXPECT_EQ(recording.moduleAt(0x5500, gone), nullptr);
  EXPECT_EQ(recording.moduleAt(0x5500, 0), nullptr);
  EXPECT_EQ(recording.moduleAt(0x2000, UINT64_MAX), nullptr);
}

TEST(Recording, ParsesPythonFrames) {
  const std::string text =
      "  File \"a\", line 3 in b.py\", line 41 in run\n  ...\n  File \"<string>\", line 2 in "
      "<module>\n";
  const Recording recording = readBytes(RecordingBuilder().stack(1, {}, 0, text).bytes());
  const auto& python = recording.stacks.at(1).python;
  ASSERT_EQ(python.size(), 2U);
  EXPECT_EQ(python[0].file, "a\", line 3 in b.py");
  EXPECT_EQ(python[0].line, 41U);
  EXPECT_EQ(python[0].function, "run");
  EXPECT_EQ(python[1].file, "<string>");
  EXPECT_EQ(python[1].function, "<module>");
}

TEST(Recording, KeepsTestsWithTheirSpans) {
  using namespace recording;
  RecordingBuilder builder;
  builder.marker(kTestBegin, "A.One").marker(kTestEnd, "A.One").marker(kTestBegin, "A.Two");
  const Recording recording = readBytes(builder.bytes());
  ASSERT_EQ(recording.tests.size(), 2U);
  EXPECT_EQ(recording.tests[0].name, "A.One");
  EXPECT_LT(recording.tests[0].end, recording.tests[1].begin);
  EXPECT_EQ(recording.tests[1].end, UINT64_MAX);
}

TEST(Recording, WithoutAnEndKnowsLowerBounds) {
  RecordingBuilder builder;
  builder.thread(0).lock(1, 1).lock(2, 2).dependency(1, 0, 2, 1).threadEnd(0, 17);
  const Recording recording = readBytes(builder.bytes());
  EXPECT_FALSE(recording.ended);
  EXPECT_EQ(recording.acquisitions, 17U);
  EXPECT_EQ(recording.locks, 2U);
  EXPECT_EQ(recording.threads, 1U);
}

}  // namespace
}  // namespace gordian::testing
