// Records of hard order: what they become, and what becomes of them when they make no sense.
// gtest before rapidcheck: its extras need it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <gordian/lockgraph/analysis.hpp>
#include <limits>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using namespace recording;

constexpr std::uint32_t kEndless = std::numeric_limits<std::uint32_t>::max();

Recording readBack(const RecordingBuilder& builder) {
  const TemporaryFolder folder;
  return recording::read(folder.write("one.gdr", builder.bytes())).at(0);
}

// Threads 0, 1 and 2, and both orders of two locks by 1 and 2, in segments 5 and 6.
RecordingBuilder bothOrders() {
  RecordingBuilder builder;
  builder.thread(0).thread(1, 0, 0).thread(2, 0, 1).lock(1, 16).lock(2, 32).lock(3, 48);
  DependencyRecord forth{};
  forth.id = 1;
  forth.thread = 1;
  forth.segment = 5;
  forth.lock = 2;
  builder.dependency(forth, {{1, 0, 1, 0}});
  DependencyRecord back{};
  back.id = 2;
  back.thread = 2;
  back.segment = 6;
  back.lock = 1;
  return builder.dependency(back, {{2, 0, 2, 0}});
}

lockgraph::Confidence confidenceOf(const RecordingBuilder& builder) {
  return lockgraph::analyse(readBack(builder).trace).cycles.at(0).confidence;
}

TEST(OrderRecords, RoundsAreRestatedAsTheyGoOn) {
  RecordingBuilder builder = bothOrders();
  builder.rounds({7, 2, 1, kRoundsOpen, 0, 1, 0, 0});
  builder.rounds({7, 2, 2, kRoundsOpen, 0, 1, 0, 0});
  EXPECT_EQ(confidenceOf(builder), lockgraph::Confidence::Likely);
  builder.rounds({7, 2, 1, kRoundsOpen, 0, 2, 0, 1});
  builder.rounds({7, 2, 2, kRoundsOpen, 0, 2, 0, 1});
  builder.rounds({7, 2, 2, kRoundsOpen | kRoundsLeft, 0, 6, 0, 1});
  const Recording recording = readBack(builder);
  ASSERT_EQ(recording.damage, Lines{});
  ASSERT_EQ(recording.trace.barriers.size(), 1U);
  ASSERT_EQ(recording.trace.rounds.size(), 2U);
  EXPECT_EQ(recording.trace.rounds[0].count, 2U);
  EXPECT_TRUE(recording.trace.rounds[0].isOpen);
  EXPECT_FALSE(recording.trace.rounds[0].isLeft);
  EXPECT_EQ(recording.trace.rounds[1].count, 6U);
  EXPECT_EQ(confidenceOf(builder), lockgraph::Confidence::RuledOut);
  builder.rounds({7, 2, 1, kRoundsWrong, 0, 1, 0, 0});
  EXPECT_EQ(confidenceOf(builder), lockgraph::Confidence::Possible);
}

TEST(OrderRecords, FlagsOrderWhoComesPast) {
  RecordingBuilder builder = bothOrders();
  builder.once({1, 3, 1, 5, 5, 0});
  EXPECT_EQ(confidenceOf(builder), lockgraph::Confidence::Likely);
  builder.pass(1, 2, 6);
  EXPECT_EQ(confidenceOf(builder), lockgraph::Confidence::RuledOut);
  EXPECT_EQ(readBack(builder).damage, Lines{});
}

TEST(OrderRecords, AnOpenStretchMayGoOn) {
  RecordingBuilder builder = bothOrders();
  builder.stretch({1, kStretchOpen, 200, 200, 1ull << 20});
  builder.stretch({1, kStretchOpen, 200, 230, 1ull << 20 | 1ull << 50});
  Recording recording = readBack(builder);
  ASSERT_EQ(recording.trace.dependencies[0].stretches.size(), 1U);
  EXPECT_EQ(recording.trace.dependencies[0].stretches[0].last, kEndless);
  EXPECT_EQ(recording.trace.dependencies[0].stretches[0].residues, 1ull << 20 | 1ull << 50);
  builder.stretch({1, 0, 200, 260, 1ull << 20 | 1ull << 50});
  builder.stretch({1, 0, 900, 900, 1ull << 0});
  recording = readBack(builder);
  ASSERT_EQ(recording.trace.dependencies[0].stretches.size(), 2U);
  EXPECT_EQ(recording.trace.dependencies[0].stretches[0].last, 260U);
  EXPECT_EQ(recording.trace.dependencies[0].stretches[1].first, 900U);
}

TEST(OrderRecords, WhatIsCutIsLeftOpen) {
  RecordingBuilder builder = bothOrders();
  builder.orderCut(1, 6);
  EXPECT_EQ(confidenceOf(builder), lockgraph::Confidence::Likely);
  builder.orderCut(1, 5).orderCut(1, 9);
  EXPECT_EQ(confidenceOf(builder), lockgraph::Confidence::Possible);
}

TEST(OrderRecords, ThatMakeNoSenseAreLeftOut) {
  RecordingBuilder builder = bothOrders();
  builder.once({1, 9, 1, 5, 5, 0}).once({1, 3, 9, 5, 5, 0}).once({1, 3, 1, 6, 5, 0});
  builder.once({0, 3, 1, 5, 5, 0}).pass(1, 2, 6).once({1, 3, 1, 5, 5, 0}).once({1, 3, 1, 5, 5, 0});
  builder.pass(1, 9, 6).rounds({0, 2, 1, 0, 0, 1, 0, 0}).rounds({1, 2, 9, 0, 0, 1, 0, 0});
  builder.rounds({1, 2, 1, 0, 0, 0, 0, 0}).rounds({1, 2, 1, 16, 0, 1, 0, 0});
  builder.rounds({1, 2, 1, 0, 0, 1, 0, 0}).rounds({1, 3, 2, 0, 0, 1, 0, 0});
  builder.stretch({9, 0, 1, 2, 2}).stretch({1, 0, 3, 2, 8}).stretch({1, 2, 1, 2, 2});
  builder.stretch({1, 0, 1, 2, 4}).stretch({1, 0, 1, 2, 1ull << 60 | 2}).orderCut(9, 1);
  const Recording recording = readBack(builder);
  EXPECT_EQ(recording.trace.onces.size(), 1U);
  EXPECT_EQ(recording.trace.passes.size(), 0U);
  EXPECT_EQ(recording.trace.rounds.size(), 1U);
  EXPECT_EQ(recording.trace.dependencies[0].stretches.size(), 0U);
  EXPECT_EQ(recording.damage.size(), 18U);
}

// A few bytes that speak of billions of rounds cost no more than others.
RC_GTEST_PROP(OrderRecords, OfAnyContentAreJudged, ()) {
  const auto number = [] {
    const auto small = rc::gen::inRange<std::uint32_t>(0, 12);
    return *rc::gen::weightedOneOf<std::uint32_t>(
        {{6, small},
         {1, rc::gen::inRange<std::uint32_t>(0xfffffff0, 0xffffffff)},
         {1, rc::gen::arbitrary<std::uint32_t>()}});
  };
  RecordingBuilder builder = bothOrders();
  const int count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) {
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
        builder.rounds({1 + number() % 3, 2, number() % 3, number() % 16, number(), number(),
                        number(), number()});
        break;
      case 1:
        builder.stretch({1 + number() % 2, number() % 2, number(), number(),
                         std::uint64_t{number()} << 28 | number()});
        break;
      case 2:
        builder.once({1 + number() % 3, 3, number() % 3, number(), number(), 0});
        break;
      case 3:
        builder.pass(1 + number() % 3, number() % 3, number());
        break;
      default:
        builder.revisit(1 + number() % 2, number());
    }
  }
  const auto analysis = lockgraph::analyse(readBack(builder).trace);
  RC_ASSERT(analysis.cycles.size() == 1U);
}

}  // namespace
}  // namespace gordian::testing
