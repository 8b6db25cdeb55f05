// Which locks are of one class.
#include <gtest/gtest.h>

#include <map>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using recording::LockRecord;

LockRecord lockRecord(std::uint32_t id, std::uint64_t address, recording::StorageKind storage,
                      std::uint32_t createdStack = 0, std::uint32_t firstStack = 0) {
  LockRecord record{};
  record.id = id;
  record.address = address;
  record.storage = static_cast<std::uint8_t>(storage);
  record.creator = recording::kNoThread;
  record.createdStack = createdStack;
  record.firstStack = firstStack;
  return record;
}

// The classes of the locks as letters by first appearance: "ABA".
std::string classes(const RecordingBuilder& builder) {
  const TemporaryFolder folder;
  const auto recording = recording::read(folder.write("one.gdr", builder.bytes())).at(0);
  EXPECT_EQ(recording.damage, Lines{});
  std::map<std::uint32_t, char> letters;
  std::string text;
  for (const auto& lock : recording.trace.locks) {
    text +=
        letters.try_emplace(lock.lockClass, static_cast<char>('A' + letters.size())).first->second;
  }
  return text;
}

RecordingBuilder twoModules() {
  RecordingBuilder builder;
  builder.module(1, "/a", 0x1000, 0x2000, "same").module(2, "/b", 0x5000, 0x6000, "same");
  builder.module(3, "/c", 0x8000, 0x9000);
  return builder;
}

TEST(LockClasses, StaticLocksAreToldApartByTheirPlaceInTheModule) {
  auto builder = twoModules();
  builder.lock(lockRecord(1, 0x1010, recording::kStorageStatic))
      .lock(lockRecord(2, 0x1020, recording::kStorageStatic))
      .lock(lockRecord(3, 0x5010, recording::kStorageStatic))
      .lock(lockRecord(4, 0x8010, recording::kStorageStatic));
  EXPECT_EQ(classes(builder), "ABAC") << "equal build ids are one module, wherever it is loaded";
}

TEST(LockClasses, LocksCreatedAtOnePlaceAreAlike) {
  auto builder = twoModules();
  builder.stack(1, {{0x1100, 1}}).stack(2, {{0x1100, 2}}).stack(3, {{0x1200, 2}});
  builder.lock(lockRecord(1, 1, recording::kStorageUnknown, 1))
      .lock(lockRecord(2, 2, recording::kStorageUnknown, 2, 3))
      .lock(lockRecord(3, 3, recording::kStorageUnknown, 3));
  EXPECT_EQ(classes(builder), "AAB");
}

TEST(LockClasses, WithoutACreationTheFirstAcquisitionDecides) {
  auto builder = twoModules();
  builder.stack(1, {{0x1100, 1}}).stack(2, {{0x1200, 2}});
  builder.lock(lockRecord(1, 1, recording::kStorageUnknown, 0, 1))
      .lock(lockRecord(2, 2, recording::kStorageStack, 0, 1))
      .lock(lockRecord(3, 3, recording::kStorageUnknown, 0, 2));
  EXPECT_EQ(classes(builder), "AAB");
}

TEST(LockClasses, KindsAreNeverMixed) {
  auto builder = twoModules();
  builder.stack(1, {{0x1100, 1}});
  LockRecord spin = lockRecord(2, 2, recording::kStorageUnknown, 1);
  spin.kind = static_cast<std::uint8_t>(lockgraph::LockKind::SpinLock);
  builder.lock(lockRecord(1, 1, recording::kStorageUnknown, 1)).lock(spin);
  EXPECT_EQ(classes(builder), "AB");
}

TEST(LockClasses, PythonLocksGoByTheirPythonLines) {
  RecordingBuilder builder;
  builder.stack(1, {{7, 1}}, 0, "  File \"a.py\", line 1 in f\n");
  builder.stack(2, {{7, 1}}, 0, "  File \"a.py\", line 2 in f\n");
  builder.stack(3, {{9, 1}}, 0, "  File \"a.py\", line 1 in f\n");
  for (std::uint32_t id = 1; id <= 3; ++id) {
    LockRecord record = lockRecord(id, id, recording::kStorageUnknown, id);
    record.flags = recording::kLockPython;
    builder.lock(record);
  }
  EXPECT_EQ(classes(builder), "ABA");
}

TEST(LockClasses, AnUnknownLockIsAClassOfItsOwn) {
  RecordingBuilder builder;
  builder.lock(1, 1).lock(2, 2).lock(lockRecord(3, 3, recording::kStorageStatic));
  EXPECT_EQ(classes(builder), "ABC");
}

}  // namespace
}  // namespace gordian::testing
