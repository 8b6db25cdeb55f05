// Random acquisitions and releases, in any order, against a naive model: the set of dependencies in
// the recording is exactly the set that the model saw.
#include "nestings.hpp"

#include <pthread.h>
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <thread>
#include <tuple>
#include <vector>

namespace {

using namespace gordian;

constexpr int kLocks = 7;
constexpr int kSteps = 4000;

using Held = std::set<std::pair<std::uint64_t, bool>>;  // address, shared
// held set, lock, shared, try
using Dependency = std::tuple<Held, std::uint64_t, bool, bool>;

struct Locks {
  pthread_rwlock_t lock[kLocks];
  Locks() {
    for (auto& each : lock) pthread_rwlock_init(&each, nullptr);
  }
  ~Locks() {
    for (auto& each : lock) pthread_rwlock_destroy(&each);
  }
};

std::uint64_t addressOf(const pthread_rwlock_t& lock) {
  return reinterpret_cast<std::uint64_t>(&lock);
}

// One thread at a time, so that nothing blocks; returns what the model saw.
std::set<Dependency> actAtRandom(Locks& locks, unsigned seed) {
  std::mt19937 random(seed);
  std::set<Dependency> seen;
  Held held;
  std::vector<int> order;
  for (int step = 0; step < kSteps; ++step) {
    const int index = static_cast<int>(random() % kLocks);
    auto& lock = locks.lock[index];
    const auto at = std::find(order.begin(), order.end(), index);
    if (at != order.end() || order.size() == 5) {
      const int released = at != order.end() ? index : order[random() % order.size()];
      EXPECT_EQ(pthread_rwlock_unlock(&locks.lock[released]), 0);
      held.erase({addressOf(locks.lock[released]), false});
      held.erase({addressOf(locks.lock[released]), true});
      order.erase(std::find(order.begin(), order.end(), released));
      continue;
    }
    const bool shared = random() % 2 != 0;
    const bool tries = random() % 4 == 0;
    int result = 0;
    if (tries)
      result = shared ? pthread_rwlock_tryrdlock(&lock) : pthread_rwlock_trywrlock(&lock);
    else
      result = shared ? pthread_rwlock_rdlock(&lock) : pthread_rwlock_wrlock(&lock);
    EXPECT_EQ(result, 0);
    if (!held.empty()) seen.insert({held, addressOf(lock), shared, tries});
    held.insert({addressOf(lock), shared});
    order.push_back(index);
  }
  for (const int index : order) pthread_rwlock_unlock(&locks.lock[index]);
  return seen;
}

std::set<Dependency> recorded(const recording::Recording& recording, const Locks& locks) {
  std::set<Dependency> all;
  const auto& trace = recording.trace;
  const auto address = [&](lockgraph::LockId lock) {
    return recording.lockInfo[static_cast<std::size_t>(lock)].address;
  };
  const std::uint64_t low = addressOf(locks.lock[0]);
  const std::uint64_t high = addressOf(locks.lock[kLocks - 1]);
  for (const auto& dependency : trace.dependencies) {
    if (address(dependency.lock) < low || address(dependency.lock) > high) continue;
    Held held;
    for (const auto& each : dependency.held)
      held.insert({address(each.lock), each.mode == lockgraph::Mode::Shared});
    all.insert({held, address(dependency.lock), dependency.mode == lockgraph::Mode::Shared,
                dependency.acquisition == lockgraph::Acquisition::Try});
  }
  return all;
}

TEST(HeldSets, AreThoseOfTheNaiveModel) {
  Locks locks;
  std::set<Dependency> expected;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::thread([&] { expected.merge(actAtRandom(locks, seed)); }).join();
  }
  const auto recording = ownRecording();
  const auto found = recorded(recording, locks);
  EXPECT_GT(expected.size(), 500u);
  EXPECT_EQ(found, expected);
}

TEST(HeldSets, CountHowOftenADependencyWasTaken) {
  pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
  for (int i = 0; i < 1234; ++i) {
    pthread_mutex_lock(&outer);
    pthread_mutex_lock(&inner);
    pthread_mutex_unlock(&inner);
    pthread_mutex_unlock(&outer);
  }
  const auto recording = ownRecording();
  std::uint64_t count = 0;
  for (const auto& dependency : recording.trace.dependencies)
    if (recording.lockInfo[static_cast<std::size_t>(dependency.lock)].address ==
        reinterpret_cast<std::uint64_t>(&inner))
      count += dependency.count;
  EXPECT_EQ(count, 1234u);
}

TEST(HeldSets, CountUnderContentionToo) {
  static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
  static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
  constexpr std::uint64_t kRounds = 50'000;
  static std::uint64_t done = 0;
  const auto work = [] {
    for (std::uint64_t i = 0; i < kRounds; ++i) {
      pthread_mutex_lock(&outer);
      pthread_mutex_lock(&inner);
      ++done;
      pthread_mutex_unlock(&inner);
      pthread_mutex_unlock(&outer);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 3 * kRounds);
  const auto found = nestings::recordedOf({nestings::addressOf(outer), nestings::addressOf(inner)});
  const nestings::Nesting nested{{nestings::addressOf(outer)}, nestings::addressOf(inner)};
  EXPECT_EQ(found, (std::map<nestings::Nesting, std::uint64_t>{{nested, 3 * kRounds}}));
}

TEST(HeldSets, TenThousandAtOnce) {
  std::vector<pthread_mutex_t> many(10'000);
  for (auto& each : many) pthread_mutex_init(&each, nullptr);
  for (auto& each : many) ASSERT_EQ(pthread_mutex_lock(&each), 0);
  for (auto& each : many) ASSERT_EQ(pthread_mutex_unlock(&each), 0);  // first in, first out
  const auto recording = ownRecording();
  std::map<std::uint64_t, const lockgraph::Dependency*> byAddress;
  for (const auto& dependency : recording.trace.dependencies)
    byAddress[recording.lockInfo[static_cast<std::size_t>(dependency.lock)].address] = &dependency;
  const auto* last = byAddress[reinterpret_cast<std::uint64_t>(&many.back())];
  ASSERT_NE(last, nullptr);
  std::size_t held = last->held.size();
  while (last->base) {
    last = &recording.trace.dependencies[static_cast<std::size_t>(*last->base)];
    held += 1 + last->held.size();
  }
  EXPECT_EQ(held, 9'999u);
}

}  // namespace
