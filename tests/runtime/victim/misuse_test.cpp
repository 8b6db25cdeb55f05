// Locks used against their rules: what is noted, with whom and where; and what must stay silent.
#include "own_recording.hpp"

#include <gordian/recording/format.h>

#include <pthread.h>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace gordian;
using Lines = std::vector<std::string>;

// "301.2": rule and detail, in the order of the recording.
Lines incidents() {
  Lines lines;
  for (const auto& incident : ownRecording().incidents)
    lines.push_back(std::to_string(incident.rule) + "." + std::to_string(incident.detail));
  return lines;
}

constexpr unsigned kByOther = recording::kUnlockedByOther;
constexpr unsigned kByNobody = recording::kUnlockedByNobody;

pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t two = PTHREAD_MUTEX_INITIALIZER;
pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;

TEST(Unlock, OfAnotherThreadsMutexIsNotedWithItsHolder) {
  pthread_mutex_lock(&one);
  std::thread([] { pthread_mutex_unlock(&one); }).join();
  const auto recording = ownRecording();
  ASSERT_EQ(recording.incidents.size(), 1u);
  const auto& incident = recording.incidents.front();
  EXPECT_EQ(incident.rule, 301u);
  EXPECT_EQ(incident.detail, kByOther);
  ASSERT_TRUE(incident.lock.has_value());
  EXPECT_EQ(recording.lockInfo[static_cast<std::size_t>(*incident.lock)].address,
            reinterpret_cast<std::uint64_t>(&one));
  ASSERT_TRUE(incident.otherThread.has_value());
  EXPECT_NE(*incident.otherThread, incident.thread);
  EXPECT_FALSE(recording.stacks[static_cast<std::size_t>(incident.stack)].frames.empty());
  EXPECT_FALSE(recording.stacks[static_cast<std::size_t>(incident.otherStack)].frames.empty());
}

TEST(Unlock, ByAnotherThreadEndsTheHold) {
  pthread_mutex_lock(&one);
  std::thread([] { pthread_mutex_unlock(&one); }).join();
  pthread_mutex_lock(&two);
  pthread_mutex_unlock(&two);
  EXPECT_TRUE(ownRecording().trace.dependencies.empty());
}

TEST(Unlock, ByAnotherThreadLeavesALaterHoldAlone) {
  pthread_mutex_lock(&one);
  std::thread([] { pthread_mutex_unlock(&one); }).join();
  pthread_mutex_lock(&one);
  pthread_mutex_lock(&two);
  pthread_mutex_unlock(&two);
  pthread_mutex_unlock(&one);
  const auto recording = ownRecording();
  ASSERT_EQ(recording.trace.dependencies.size(), 1u);
  EXPECT_EQ(recording.trace.dependencies.front().held.size(), 1u);
}

TEST(Unlock, OfAFreeMutexIsNoted) {
  pthread_mutex_lock(&one);
  pthread_mutex_unlock(&one);
  pthread_mutex_unlock(&one);
  EXPECT_EQ(incidents(), (Lines{"301." + std::to_string(kByNobody)}));
}

TEST(Unlock, OfAReadersLockNeedsEveryReaderToBeKnown) {
  pthread_rwlock_rdlock(&shared);
  std::thread([] { pthread_rwlock_unlock(&shared); }).join();
  EXPECT_EQ(incidents(), (Lines{"301." + std::to_string(kByOther)}));
}

TEST(Unlock, InAnyOrderIsSilent) {
  pthread_mutex_lock(&one);
  pthread_rwlock_rdlock(&shared);
  pthread_rwlock_rdlock(&shared);
  pthread_mutex_lock(&two);
  pthread_mutex_unlock(&one);
  pthread_rwlock_unlock(&shared);
  pthread_mutex_unlock(&two);
  pthread_rwlock_unlock(&shared);
  EXPECT_EQ(incidents(), Lines{});
}

TEST(Unlock, RefusedByTheLibraryIsNotedAndStaysRefused) {
  pthread_mutex_t checked = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
  errno = 77;
  EXPECT_EQ(pthread_mutex_unlock(&checked), EPERM);
  EXPECT_EQ(errno, 77);
  EXPECT_EQ(incidents(), (Lines{"301." + std::to_string(kByNobody)}));
}

TEST(Incidents, OfOnePlaceAreBounded) {
  for (int i = 0; i < 100; ++i) pthread_mutex_unlock(&one);
  EXPECT_EQ(incidents().size(), 8u);
}

TEST(ThreadEnd, WithAMutexHeldIsNoted) {
  std::thread([] { pthread_mutex_lock(&one); }).join();
  const auto recording = ownRecording();
  ASSERT_EQ(recording.incidents.size(), 1u);
  EXPECT_EQ(recording.incidents.front().rule, 303u);
  EXPECT_FALSE(
      recording.stacks[static_cast<std::size_t>(recording.incidents.front().stack)].frames.empty());
}

TEST(ThreadEnd, WithARobustMutexIsSilent) {
  pthread_mutex_t robust;
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&robust, &kind);
  std::thread([&] { pthread_mutex_lock(&robust); }).join();
  EXPECT_EQ(incidents(), Lines{});
}

}  // namespace
