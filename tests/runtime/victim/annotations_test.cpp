// What a program says by annotations arrives in the recording.
#include "own_recording.hpp"

#include <gordian/annotations.h>
#include <gordian/recording/format.h>

#include <pthread.h>
#include <algorithm>
#include <mutex>
#include <string>
#include <thread>

extern "C" {
void __tsan_mutex_pre_lock(void*, unsigned) __attribute__((weak));
void __tsan_mutex_post_lock(void*, unsigned, int) __attribute__((weak));
int __tsan_mutex_pre_unlock(void*, unsigned) __attribute__((weak));
}

namespace {

using namespace gordian;

// The latest lock that lived there.
const recording::LockInfo& lockAt(const recording::Recording& recording, const void* address) {
  const auto at = reinterpret_cast<std::uint64_t>(address);
  const auto found = std::find_if(recording.lockInfo.rbegin(), recording.lockInfo.rend(),
                                  [=](const auto& info) { return info.address == at; });
  if (found == recording.lockInfo.rend()) throw std::runtime_error("the lock is not recorded");
  return *found;
}

void nest(std::mutex& outer, std::mutex& inner) {
  const std::lock_guard one(outer);
  const std::lock_guard two(inner);
}

TEST(Annotations, NameLocksBeforeAndAfterTheyAreRecorded) {
  static std::mutex early, late;
  GORDIAN_NAME_LOCK(&early, "accounts");
  nest(early, late);
  GORDIAN_NAME_LOCK(&late, "journal");
  const auto recording = ownRecording();
  EXPECT_EQ(lockAt(recording, &early).name, "accounts");
  EXPECT_EQ(lockAt(recording, &late).name, "journal");
}

TEST(Annotations, NameThreadsByMoreThanFifteenCharacters) {
  std::thread([] {
    GORDIAN_NAME_THREAD("the thread that counts the money");
    (void)ownRecording();
  }).join();
  const auto recording = ownRecording();
  EXPECT_TRUE(std::any_of(
      recording.threadInfo.begin(), recording.threadInfo.end(),
      [](const auto& thread) { return thread.name == "the thread that counts the money"; }));
}

TEST(Annotations, MakeLocksOfAnythingThatTakePartInTheOrder) {
  static char custom = 0;
  static std::mutex plain;
  GORDIAN_LOCK_CREATE(&custom, "gate", GORDIAN_READERS);
  GORDIAN_LOCK_BEFORE(&custom, GORDIAN_SHARED);
  GORDIAN_LOCK_ACQUIRED(&custom, GORDIAN_SHARED);
  plain.lock();
  plain.unlock();
  GORDIAN_LOCK_RELEASED(&custom);
  plain.lock();
  GORDIAN_LOCK_BEFORE(&custom, GORDIAN_EXCLUSIVE);
  GORDIAN_LOCK_FAILED(&custom);
  plain.unlock();
  const auto recording = ownRecording();
  const auto& dependencies = recording.trace.dependencies;
  ASSERT_EQ(dependencies.size(), 2u);
  EXPECT_EQ(dependencies[0].held.at(0).mode, lockgraph::Mode::Shared);
  EXPECT_EQ(dependencies[1].lock, dependencies[0].held.at(0).lock);
  EXPECT_EQ(recording.trace.locks[static_cast<std::size_t>(dependencies[1].lock)].kind,
            lockgraph::LockKind::RwLock);
  EXPECT_TRUE(lockAt(recording, &custom).custom);
  EXPECT_EQ(lockAt(recording, &custom).name, "gate");
  EXPECT_EQ(GORDIAN_ASSERT_NO_LOCKS_HELD(), 0);
}

TEST(Annotations, OfAnotherToolAreUnderstood) {
  static char custom = 0;
  static std::mutex plain;
  __tsan_mutex_pre_lock(&custom, 0);
  __tsan_mutex_post_lock(&custom, 0, 0);
  plain.lock();
  plain.unlock();
  EXPECT_EQ(__tsan_mutex_pre_unlock(&custom, 0), 1);
  EXPECT_EQ(ownRecording().trace.dependencies.size(), 1u);
  EXPECT_EQ(GORDIAN_ASSERT_NO_LOCKS_HELD(), 0);
}

TEST(Annotations, KeepWhatIsDoneInAQuietScopeOutOfTheRecording) {
  static std::mutex one, two;
  const auto act = [&](bool isQuiet) {
    if (isQuiet) GORDIAN_QUIET_BEGIN();
    nest(one, two);
    pthread_mutex_unlock(one.native_handle());
    if (isQuiet) GORDIAN_QUIET_END();
  };
  act(true);
  EXPECT_TRUE(ownRecording().trace.dependencies.empty());
  EXPECT_TRUE(ownRecording().incidents.empty());
  act(false);
  EXPECT_EQ(ownRecording().trace.dependencies.size(), 1u);
  EXPECT_EQ(ownRecording().incidents.size(), 1u);
}

TEST(Annotations, KeepRanksAndPairs) {
  static std::mutex one, two;
  GORDIAN_RANK(&one, -20);
  GORDIAN_NEVER_TOGETHER(&one, &two);
  nest(one, two);
  GORDIAN_RANK(&two, 30);
  const auto recording = ownRecording();
  EXPECT_EQ(lockAt(recording, &one).rank, -20);
  EXPECT_EQ(lockAt(recording, &two).rank, 30);
  EXPECT_EQ(recording.neverTogether.size(), 1u);
}

TEST(Annotations, PublishLocksToOtherThreads) {
  static struct {
    int balance = 0;
    pthread_mutex_t m{};
  } account;
  static std::mutex other;
  pthread_mutex_init(&account.m, nullptr);
  GORDIAN_PUBLISH(&account, sizeof account);
  pthread_mutex_lock(&account.m);
  other.lock();
  other.unlock();
  pthread_mutex_unlock(&account.m);
  const auto recording = ownRecording();
  const auto& dependencies = recording.trace.dependencies;
  ASSERT_EQ(dependencies.size(), 1u);
  const auto published = static_cast<std::size_t>(dependencies[0].held.at(0).lock);
  const auto kept = static_cast<std::size_t>(dependencies[0].lock);
  EXPECT_TRUE(recording.trace.locks[published].sharedAt.has_value());
  EXPECT_FALSE(recording.trace.locks[kept].sharedAt.has_value());
}

TEST(Annotations, SayWhereNothingMayBeHeld) {
  static std::mutex one;
  one.lock();
  EXPECT_EQ(GORDIAN_ASSERT_NO_LOCKS_HELD(), 1);
  one.unlock();
  const auto recording = ownRecording();
  ASSERT_EQ(recording.incidents.size(), 1u);
  EXPECT_EQ(recording.incidents.front().rule, 304u);
  EXPECT_EQ(recording.incidents.front().detail,
            static_cast<unsigned>(gordian::recording::kHeldDespiteAssertion));
}

}  // namespace
