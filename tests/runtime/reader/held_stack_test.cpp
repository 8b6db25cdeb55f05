// The stack of a held lock: its own frames, then those callers that were live all the time.
#include <gtest/gtest.h>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using recording::FrameRef;

std::string heldStackText(const std::vector<FrameRef>& prefix, const std::vector<FrameRef>& own,
                          std::uint32_t prefixFlags, std::uint32_t ownFlags = 0) {
  RecordingBuilder builder;
  builder.thread(0).stack(1, own, ownFlags).stack(2, prefix, prefixFlags);
  builder.lock(1, 0x10).lock(2, 0x20).dependency(1, 0, 2, 1, 1, 2);
  const TemporaryFolder folder;
  const auto recording = recording::read(folder.write("one.gdr", builder.bytes())).at(0);
  const auto& dependency = recording.trace.dependencies.at(0);
  const auto stack = recording.heldStack(dependency, dependency.held.at(0));
  std::string text;
  for (const auto& frame : stack.frames) text += numberText(frame.pc) + " ";
  return text + (stack.complete ? "complete" : "...");
}

TEST(HeldStack, ContinuesWithTheFramesOutsideTheLastCommonOne) {
  EXPECT_EQ(heldStackText({{1, 100}, {3, 300}}, {{7, 200}, {3, 300}, {4, 400}, {5, 500}},
                          recording::kStackPrefix),
            "1 3 4 5 complete");
}

TEST(HeldStack, IsAsCompleteAsTheStackItContinuesWith) {
  EXPECT_EQ(heldStackText({{1, 100}, {3, 300}}, {{3, 300}, {4, 400}}, recording::kStackPrefix,
                          recording::kStackTruncated),
            "1 3 4 ...");
}

TEST(HeldStack, StaysAPrefixWhenItsLastCallHasReturned) {
  EXPECT_EQ(heldStackText({{1, 100}, {3, 300}}, {{7, 200}, {4, 400}}, recording::kStackPrefix),
            "1 3 ...");
}

TEST(HeldStack, StaysAPrefixWhenAnotherCallHasTakenThePlace) {
  EXPECT_EQ(heldStackText({{1, 100}, {3, 300}}, {{8, 300}, {4, 400}}, recording::kStackPrefix),
            "1 3 ...");
}

TEST(HeldStack, StaysAPrefixWhenPlacesAreUnknown) {
  EXPECT_EQ(heldStackText({{3, 0}}, {{3, 0}, {4, 400}}, recording::kStackPrefix), "3 ...");
}

TEST(HeldStack, IsTakenAsItIsWhenItWasRecordedWhole) {
  EXPECT_EQ(heldStackText({{1, 100}, {3, 300}}, {{3, 300}, {4, 400}}, 0), "1 3 complete");
}

TEST(HeldStack, OfNothingIsNothing) {
  EXPECT_EQ(heldStackText({}, {{3, 300}}, recording::kStackPrefix), "...");
}

}  // namespace
}  // namespace gordian::testing
