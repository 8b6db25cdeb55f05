// Programs that begin a thread for every request: the recording stays small, and what orders or
// accuses is all there.
#include "own_recording.hpp"
#include "record_count.hpp"

#include <algorithm>
#include <set>

#include <pthread.h>
#include <semaphore.h>

namespace {

using gordian::recording::Recording;

constexpr std::size_t kThreads = 12'000;
constexpr std::size_t kFew = 6'000;  // in the recording: about 4,096

pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t two = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t rare[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

void* doNothing(void* argument) {
  return argument;
}

void* lockOne(void* argument) {
  pthread_mutex_lock(&one);
  pthread_mutex_unlock(&one);
  return argument;
}

void* nestTwo(void* argument) {
  pthread_mutex_lock(&one);
  pthread_mutex_lock(&two);
  pthread_mutex_unlock(&two);
  pthread_mutex_unlock(&one);
  return argument;
}

void* nestRare(void* argument) {
  const bool isTurned = argument != nullptr;
  pthread_mutex_lock(&rare[isTurned ? 1 : 0]);
  pthread_mutex_lock(&rare[isTurned ? 0 : 1]);
  pthread_mutex_unlock(&rare[isTurned ? 0 : 1]);
  pthread_mutex_unlock(&rare[isTurned ? 1 : 0]);
  return nullptr;
}

// Joined by its creator at once.
void runThreads(std::size_t count, void* (*routine)(void*), void* argument = nullptr) {
  for (std::size_t i = 0; i < count; ++i) {
    pthread_t thread;
    ASSERT_EQ(pthread_create(&thread, nullptr, routine, argument), 0);
    ASSERT_EQ(pthread_join(thread, nullptr), 0);
  }
}

sem_t ended;

void* endDetached(void*) {
  sem_post(&ended);
  return nullptr;
}

// Who took the two rare locks, in the order of the recording.
std::vector<std::uint32_t> nestersOf(const Recording& recording) {
  std::vector<std::uint32_t> threads;
  for (const auto& dependency : recording.trace.dependencies) {
    const auto address = recording.lockInfo[static_cast<std::size_t>(dependency.lock)].address;
    if (address == reinterpret_cast<std::uint64_t>(&rare[0]) ||
        address == reinterpret_cast<std::uint64_t>(&rare[1]))
      threads.push_back(static_cast<std::uint32_t>(dependency.thread));
  }
  return threads;
}

}  // namespace

TEST(TransientThreads, LeaveNoRecordWhereNothingOfThemIsRecorded) {
  runThreads(kThreads, doNothing);
  const auto recording = ownRecording();
  EXPECT_LT(recording.threadInfo.size(), kFew);
  EXPECT_LT(recording.trace.joins.size(), kFew);
  EXPECT_LT(recordCount(gordian::recording::kThreadEnd), kFew);
}

TEST(TransientThreads, DetachedOnesToo) {
  sem_init(&ended, 0, 0);
  pthread_attr_t detached;
  pthread_attr_init(&detached);
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  for (std::size_t i = 0; i < kThreads; ++i) {
    pthread_t thread;
    ASSERT_EQ(pthread_create(&thread, &detached, endDetached, nullptr), 0);
    sem_wait(&ended);
  }
  EXPECT_LT(ownRecording().threadInfo.size(), kFew);
}

TEST(TransientThreads, ThatUseALockAreRecordedOfSome) {
  lockOne(nullptr);
  runThreads(kThreads, lockOne);
  const auto recording = ownRecording();
  EXPECT_LT(recording.trace.uses.size(), kFew);
  EXPECT_GT(recording.trace.uses.size(), kFew / 2);
  EXPECT_EQ(recording.limits.size(), 1u);
}

TEST(TransientThreads, ThatNestLocksAreRecordedOfSome) {
  runThreads(kThreads, nestTwo);
  const auto recording = ownRecording();
  EXPECT_LT(recording.trace.dependencies.size(), kFew);
  EXPECT_GT(recording.trace.dependencies.size(), kFew / 2);
  EXPECT_EQ(recording.limits.size(), 1u);
}

// Each with its parent and its join, so that the one is known to be over before the other begins.
TEST(TransientThreads, ThatDoSomethingNewAreOrderedAsEver) {
  runThreads(kThreads, doNothing);
  runThreads(1, nestRare);
  runThreads(1, nestRare, &rare);
  const auto recording = ownRecording();
  const auto nesters = nestersOf(recording);
  ASSERT_EQ(nesters.size(), 2u);
  std::vector<gordian::lockgraph::Join> joins;
  for (const std::uint32_t nester : nesters) {
    ASSERT_TRUE(recording.trace.threads[nester].parent.has_value());
    for (const auto& join : recording.trace.joins)
      if (static_cast<std::uint32_t>(join.joined) == nester) joins.push_back(join);
  }
  ASSERT_EQ(joins.size(), 2u);
  const auto& later = recording.trace.threads[nesters[1]];
  EXPECT_EQ(*later.parent, joins[0].joiner);
  EXPECT_GE(later.parentSegment, joins[0].segment);
}

namespace {

pthread_t handedOver;

void* handOver(void*) {
  nestRare(nullptr);
  pthread_create(&handedOver, nullptr, doNothing, nullptr);
  sem_post(&ended);
  pthread_mutex_lock(&one);  // it lives on for as long as the test holds that
  pthread_mutex_unlock(&one);
  return nullptr;
}

}  // namespace

// A thread that does nothing, joined by another one than its creator: what the creator did comes
// before what the joiner does then.
TEST(TransientThreads, ThatDoNothingOrderOthers) {
  sem_init(&ended, 0, 0);
  runThreads(kThreads, doNothing);
  pthread_mutex_lock(&one);
  pthread_t creator;
  ASSERT_EQ(pthread_create(&creator, nullptr, handOver, nullptr), 0);
  sem_wait(&ended);
  ASSERT_EQ(pthread_join(handedOver, nullptr), 0);
  pthread_mutex_unlock(&one);
  ASSERT_EQ(pthread_join(creator, nullptr), 0);
  const auto recording = ownRecording();
  const auto nesters = nestersOf(recording);
  ASSERT_EQ(nesters.size(), 1u);
  const auto& threads = recording.trace.threads;
  EXPECT_TRUE(std::any_of(
      recording.trace.joins.begin(), recording.trace.joins.end(), [&](const auto& join) {
        const auto& joined = threads[static_cast<std::size_t>(join.joined)];
        return joined.parent && static_cast<std::uint32_t>(*joined.parent) == nesters[0];
      }));
}

TEST(TransientThreads, NamesThatChangeAllTheTimeAreNotAllRecorded) {
  runThreads(1, doNothing);
  for (int i = 0; i < 1000; ++i)
    ASSERT_EQ(pthread_setname_np(pthread_self(), i % 2 == 0 ? "even" : "odd"), 0);
  EXPECT_LT(recordCount(gordian::recording::kThreadName), 100u);
}
