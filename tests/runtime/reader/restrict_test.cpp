// A recording seen through the window of one test.
#include <gtest/gtest.h>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using lockgraph::Acquisition;
using recording::Recording;

// Two tests; the second one takes 2 -> 1 again, and 3 with the first test's dependency as base.
Recording twoTests() {
  RecordingBuilder builder;
  builder.thread(0).lock(1, 1).lock(2, 2).lock(3, 3);
  builder.marker(recording::kTestBegin, "A.One").dependency(1, 0, 2, 1).dependency(2, 0, 1, 2);
  builder.dependency(3, 0, 3, 1).marker(recording::kTestEnd, "A.One");
  recording::DependencyRecord onBase{};
  onBase.id = 4;
  onBase.lock = 3;
  onBase.base = 1;
  builder.marker(recording::kTestBegin, "A.Two").revisit(2, 5).dependency(onBase, {});
  builder.marker(recording::kTestEnd, "A.Two");
  const TemporaryFolder folder;
  return recording::read(folder.write("one.gdr", builder.bytes())).at(0);
}

Recording during(std::size_t test) {
  Recording recording = twoTests();
  const auto span = recording.tests.at(test);
  restrictTo(recording, span.begin, span.end);
  return recording;
}

TEST(RestrictedRecording, HasWhatWasFirstSeenInTheTest) {
  const Recording recording = during(0);
  EXPECT_EQ(dependencyLines(recording), [] {
    Lines lines = dependencyLines(twoTests());
    lines.pop_back();
    return lines;
  }());
  EXPECT_EQ(recording.trace.dependencies[1].occurrences.size(), 1U);
}

TEST(RestrictedRecording, HasWhatWasSeenAgainAndTheBasesItNeeds) {
  const Recording recording = during(1);
  EXPECT_EQ(dependencyLines(recording), (Lines{"thread 0: 1 while holding 0#1 (stack 0), stack 0",
                                               "thread 0: 0 while holding 1#2 (stack 0), stack 0",
                                               "thread 0: 2 while holding base 0, stack 0"}));
  const auto& dependencies = recording.trace.dependencies;
  EXPECT_EQ(dependencies[0].acquisition, Acquisition::Try) << "it was not seen in this test";
  EXPECT_EQ(dependencies[1].acquisition, Acquisition::Blocking);
  ASSERT_EQ(dependencies[1].occurrences.size(), 1U);
  EXPECT_EQ(dependencies[1].occurrences[0].segment, 5U);
  EXPECT_EQ(dependencies[2].acquisition, Acquisition::Blocking);
}

}  // namespace
}  // namespace gordian::testing
