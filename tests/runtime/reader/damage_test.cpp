// Damaged and hostile recordings: whatever is intact is read, the rest is told.
// gtest before rapidcheck: its extras need it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using recording::Recording;
using recording::RecordingError;

Recording readBytes(std::string_view bytes) {
  const TemporaryFolder folder;
  return recording::read(folder.write("one.gdr", bytes)).at(0);
}

bool isPrefix(const Lines& part, const Lines& whole) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

// Every part of it that later records do not amend is the begin of that of `whole`.
void expectPrefix(const Recording& part, const Recording& whole) {
  EXPECT_TRUE(isPrefix(dependencyLines(part), dependencyLines(whole)));
  EXPECT_TRUE(isPrefix(lockLines(part), lockLines(whole)));
  EXPECT_TRUE(isPrefix(threadLines(part), threadLines(whole)));
  EXPECT_TRUE(isPrefix(stackLines(part), stackLines(whole)));
  EXPECT_TRUE(isPrefix(part.blind, whole.blind));
  EXPECT_LE(part.trace.joins.size(), whole.trace.joins.size());
  EXPECT_LE(part.modules.size(), whole.modules.size());
  EXPECT_LE(part.tests.size(), whole.tests.size());
}

TEST(CutRecording, YieldsWhatWasAppendedBefore) {
  const std::string bytes = sampleRecording().bytes();
  const Recording whole = readBytes(bytes);
  for (std::size_t size = 64; size < bytes.size(); ++size) {
    SCOPED_TRACE(size);
    const Recording part = readBytes(std::string_view(bytes).substr(0, size));
    expectPrefix(part, whole);
    EXPECT_FALSE(part.ended);
    EXPECT_LE(part.damage.size(), 1U);
  }
}

TEST(CutRecording, WithoutAWholeHeaderIsRefused) {
  const std::string bytes = sampleRecording().bytes();
  for (std::size_t size = 0; size < 64; ++size) {
    EXPECT_THROW(readBytes(std::string_view(bytes).substr(0, size)), RecordingError) << size;
  }
}

TEST(CutRecording, LosesNothingButTheRecordThatIsCut) {
  RecordingBuilder builder;
  builder.thread(0).lock(1, 1).lock(2, 2).dependency(1, 0, 2, 1);
  const std::size_t whole = builder.bytes().size();
  builder.dependency(2, 0, 1, 2);
  EXPECT_EQ(readBytes(builder.bytes().substr(0, whole)).damage, Lines{});
  const Recording cut = readBytes(builder.bytes().substr(0, whole + 8));
  EXPECT_EQ(cut.trace.dependencies.size(), 1U);
  EXPECT_EQ(cut.damage,
            Lines{"offset " + numberText(whole) + ": 8 bytes unreadable; the rest was read"});
}

TEST(UnfinishedRecording, EndsWithZeros) {
  const std::string bytes = sampleRecording().bytes();
  for (const std::size_t zeros : {1U, 7U, 8U, 100000U}) {
    const Recording recording = readBytes(bytes + std::string(zeros, '\0'));
    EXPECT_EQ(recording.damage, Lines{});
    EXPECT_TRUE(recording.ended);
  }
}

TEST(DamagedRecording, GoesOnAfterAHoleOfZeros) {
  RecordingBuilder builder;
  builder.thread(0).lock(1, 1).lock(2, 2);
  const std::string place = numberText(builder.bytes().size());
  builder.zeros(4096).dependency(1, 0, 2, 1);
  const Recording recording = readBytes(builder.bytes());
  EXPECT_EQ(recording.trace.dependencies.size(), 1U);
  EXPECT_EQ(recording.damage,
            Lines{"offset " + place + ": 4096 bytes were never written; the rest was read"});
}

TEST(DamagedRecording, GoesOnAfterACorruptRecord) {
  RecordingBuilder builder;
  builder.thread(0).lock(1, 1).lock(2, 2);
  const std::size_t place = builder.bytes().size();
  builder.note(recording::kNoteBlind, "lost");
  const std::size_t next = builder.bytes().size();
  builder.dependency(1, 0, 2, 1);
  for (std::size_t at = place; at < next; ++at) {
    SCOPED_TRACE(at - place);
    std::string bytes = builder.bytes();
    bytes[at] ^= 0x10;
    const Recording recording = readBytes(bytes);
    EXPECT_EQ(recording.trace.dependencies.size(), 1U);
    const bool isUnchecked = at - place >= 12 && at - place < 16;  // the reserved word
    EXPECT_EQ(recording.blind.size(), isUnchecked ? 1U : 0U);
    EXPECT_EQ(recording.damage.size(), isUnchecked ? 0U : 1U);
  }
}

TEST(DamagedRecording, LeavesOutWhatRefersToLostRecords) {
  RecordingBuilder builder;
  builder.thread(0).lock(2, 2).dependency(1, 0, 2, 1).dependency(2, 0, 1, 2).dependency(3, 7, 2, 2);
  recording::DependencyRecord onLostBase{};
  onLostBase.id = 4;
  onLostBase.lock = 2;
  onLostBase.base = 1;
  builder.dependency(onLostBase, {{2, 0, 1, 0}}).revisit(1, 1).count(9, 9).lockShared(1, 0);
  builder.thread(2, 1).join(0, 1, 1).dependency(5, 0, 2, 2);
  const Recording recording = readBytes(builder.bytes());
  EXPECT_EQ(recording.trace.dependencies.size(), 1U);
  EXPECT_EQ(recording.trace.threads.size(), 1U);
  EXPECT_EQ(recording.trace.joins.size(), 0U);
  EXPECT_EQ(recording.damage.size(), 8U);  // a joined thread may be missing
}

TEST(DamagedRecording, NeverMixesTheBasesOfTwoThreads) {
  RecordingBuilder builder;
  builder.thread(0).thread(1, 0).lock(1, 1).lock(2, 2).dependency(1, 0, 2, 1);
  recording::DependencyRecord foreign{};
  foreign.id = 2;
  foreign.thread = 1;
  foreign.lock = 1;
  foreign.base = 1;
  const Recording recording = readBytes(builder.dependency(foreign, {}).bytes());
  EXPECT_EQ(recording.trace.dependencies.size(), 1U);
  EXPECT_EQ(recording.damage.size(), 1U);
}

TEST(HostileRecording, CannotMakeTheReaderAllocate) {
  using namespace recording;
  RecordingBuilder builder;
  const std::uint32_t huge = 0xfffffff0U;
  builder.record(kStack, bytesOf(StackRecord{1, 0, huge, 0}))
      .record(kStack, bytesOf(StackRecord{1, 0, 0, huge}))
      .record(kStack, bytesOf(StackRecord{huge, 0, 0, 0}))
      .record(kProcess, bytesOf(ProcessRecord{0, huge}) + std::string(8, '\0'))
      .record(kThread, bytesOf(ThreadRecord{0, kNoThread, 0, 0, 0, huge, 0, 0, 0}))
      .record(kThread, bytesOf(ThreadRecord{huge, kNoThread, 0, 0, 0, 0, 0, 0, 0}))
      .record(kDependency, bytesOf(DependencyRecord{1, 0, 0, 0, 0, 0, huge, 0, 0, 0}))
      .record(kJoin, bytesOf(JoinRecord{0, 0, 0, huge}))
      .lock(huge, 1)
      .record(kModule, bytesOf(ModuleRecord{1, 21, 0, 1, 0, {}, 0}))
      .record(kThreadName, std::string(8, '\1'))
      .record(kStack, "")
      .record(999, "");
  const Recording recording = readBytes(builder.bytes());
  EXPECT_EQ(recording.damage.size(), 12U);  // threads have any number
  EXPECT_EQ(recording.stacks.size(), 1U);
  EXPECT_EQ(recording.threadInfo.size(), 1U);
  EXPECT_EQ(recording.lockInfo.size(), 0U);
}

TEST(HostileRecording, CannotMakeTheReaderSearchForEver) {
  // Everywhere a record seems to begin that reaches to the end of the file.
  std::string bytes = RecordingBuilder().bytes();
  constexpr std::size_t kSize = 8U << 20;
  while (bytes.size() < kSize) {
    recording::RecordHeader header{};
    header.mark = recording::kRecordMark;
    header.size = static_cast<std::uint32_t>(kSize - bytes.size());
    bytes += bytesOf(header);
  }
  const Recording recording = readBytes(bytes);
  EXPECT_EQ(recording.damage.size(), 2U);
}

TEST(HostileRecording, HasABoundedListOfDamage) {
  RecordingBuilder builder;
  for (int i = 0; i < 1000; ++i) builder.record(999, "");
  const Recording recording = readBytes(builder.bytes());
  EXPECT_EQ(recording.damage.size(), 101U);
  EXPECT_EQ(recording.damage.back(), "and 900 more places");
}

// Anything may be lost, nothing may be made up: what the checksums let through was written.
RC_GTEST_PROP(DamagedRecording, WithFlippedBitsIsReadOrRefused, ()) {
  std::string bytes = sampleRecording().bytes();
  const Recording whole = readBytes(bytes);
  for (const auto flip : *rc::gen::nonEmpty<std::vector<std::uint32_t>>()) {
    const std::size_t place = flip / 8 % bytes.size();
    bytes[place] = static_cast<char>(bytes[place] ^ (1 << (flip % 8)));
  }
  try {
    const Recording part = readBytes(bytes);
    RC_ASSERT(part.trace.locks.size() <= whole.trace.locks.size());
    const Lines all = lockLines(whole);
    for (const std::string& line : lockLines(part)) {
      RC_ASSERT(std::find(all.begin(), all.end(), line) != all.end());
    }
    RC_ASSERT(part.trace.dependencies.size() <= whole.trace.dependencies.size());
  } catch (const RecordingError&) {
    RC_SUCCEED("refused");
  }
}

// Valid checksums around arbitrary payloads: the hostile case that checksums cannot stop.
RC_GTEST_PROP(HostileRecording, WithArbitraryPayloadsIsRead, ()) {
  RecordingBuilder builder = sampleRecording();
  const auto payloads =
      *rc::gen::container<std::vector<std::pair<std::uint8_t, std::vector<std::uint8_t>>>>(
          rc::gen::pair(
              rc::gen::inRange<std::uint8_t>(0, recording::kNotice + 1),
              rc::gen::container<std::vector<std::uint8_t>>(rc::gen::inRange<std::uint8_t>(0, 5))));
  for (const auto& [type, payload] : payloads) {
    builder.record(type, std::string(payload.begin(), payload.end()) + std::string(40, '\0'));
  }
  const Recording recording = readBytes(builder.bytes());
  const auto& trace = recording.trace;
  for (const auto& dependency : trace.dependencies) {
    RC_ASSERT(static_cast<std::size_t>(dependency.lock) < trace.locks.size());
    RC_ASSERT(static_cast<std::size_t>(dependency.thread) < trace.threads.size());
    RC_ASSERT(static_cast<std::size_t>(dependency.stack) < recording.stacks.size());
    for (const auto& held : dependency.held) {
      RC_ASSERT(static_cast<std::size_t>(held.lock) < trace.locks.size());
      (void)recording.heldStack(dependency, held);
    }
  }
}

}  // namespace
}  // namespace gordian::testing
