// Large traces that a search without the reduction, or without a sense of direction, gives up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <gordian/lockgraph/analysis.hpp>

#include <random>
#include <utility>

namespace gordian::lockgraph {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Trace traceOf(std::uint32_t locks, std::uint32_t threads) {
  Trace trace;
  trace.threads.resize(threads);
  trace.locks.resize(locks);
  for (std::uint32_t i = 0; i < locks; ++i) trace.locks[i].lockClass = i;
  return trace;
}

void add(Trace& trace, std::uint32_t thread, std::uint32_t held, std::uint32_t lock,
         Acquisition acquisition = Acquisition::Blocking) {
  Dependency d;
  d.thread = ThreadId{thread};
  d.lock = LockId{lock};
  d.acquisition = acquisition;
  d.held.push_back({LockId{held}, Mode::Exclusive, 1, StackId{}});
  d.occurrences.push_back({0, trace.dependencies.size() + 1});
  trace.dependencies.push_back(std::move(d));
}

// As memcached does: each of very many locks before one of some others, and tried under it.
TEST(Scale, LocksThatAreOnlyTriedBackDoNotWearOutTheSearch) {
  constexpr std::uint32_t kItems = 4'000;
  constexpr std::uint32_t kLists = 200;
  Trace trace = traceOf(kItems + kLists, 4);
  for (std::uint32_t thread = 0; thread < 4; ++thread)
    for (std::uint32_t i = 0; i < 4 * kItems; ++i) {
      const std::uint32_t list = kItems + (i * 7 + thread) % kLists;
      add(trace, thread, i % kItems, list);
      add(trace, thread, list, i % kItems, Acquisition::Try);
    }
  Limits limits;
  limits.maxSteps = 100'000;
  const Analysis analysis = analyse(trace, limits);
  EXPECT_THAT(analysis.cut, IsEmpty());
  for (const Cycle& cycle : analysis.cycles) EXPECT_EQ(cycle.confidence, Confidence::RuledOut);
}

// Nearly all pairs in one order: only those against it can begin a cycle.
TEST(Scale, FewPairsAgainstTheOrderAreFollowedToTheEnd) {
  constexpr std::uint32_t kLocks = 10'000;
  Trace trace = traceOf(kLocks, 8);
  std::mt19937 random(1);
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    auto a = static_cast<std::uint32_t>(random() % kLocks);
    auto b = static_cast<std::uint32_t>(random() % kLocks);
    if (a == b) continue;
    if ((a > b) != (i % 10'000 == 0)) std::swap(a, b);
    add(trace, i % 8, a, b);
  }
  EXPECT_THAT(analyse(trace).cut, Not(Contains(HasSubstr("search stopped"))));
}

// Each set of classes is found with two locks, so that no longer cycle is searched for.
TEST(Scale, ClassesThatAreDoneAreNotSearchedAgain) {
  constexpr std::uint32_t kLocks = 60;
  Trace trace = traceOf(kLocks, 4);
  for (Lock& lock : trace.locks) lock.lockClass = 0;
  for (std::uint32_t thread = 0; thread < 4; ++thread)
    for (std::uint32_t a = 0; a < kLocks; ++a)
      for (std::uint32_t b = 0; b < kLocks; ++b)
        if (a != b) add(trace, thread, a, b);
  Limits limits;
  limits.maxSteps = 100'000;
  const Analysis analysis = analyse(trace, limits);
  EXPECT_THAT(analysis.cut, IsEmpty());
  ASSERT_THAT(analysis.cycles, SizeIs(1));
  EXPECT_EQ(analysis.cycles[0].confidence, Confidence::Likely);
}

}  // namespace
}  // namespace gordian::lockgraph
