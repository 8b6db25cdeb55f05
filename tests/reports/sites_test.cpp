#include "report/sites.hpp"

#include <gtest/gtest.h>

namespace gordian::cli::testing {
namespace {

struct Call {
  std::string function;
  std::uint32_t line = 0;
  bool user = true;
};

// Lines below 10 lie in the wrapper's header, all others in the program.
Evidence stack(const std::vector<Call>& calls) {
  Evidence evidence;
  for (const Call& call : calls) {
    SourceFrame frame;
    frame.function = call.function;
    frame.file = call.line < 10 ? "/src/wrapper.hpp" : "/src/bank.cpp";
    frame.line = call.line;
    frame.user = call.user;
    evidence.frames.push_back(frame);
  }
  return evidence;
}

Finding finding(const std::vector<std::pair<Evidence, Evidence>>& edges) {
  Finding result;
  for (const auto& [held, acquired] : edges) {
    Edge edge;
    edge.heldAt = held;
    edge.acquiredAt = acquired;
    result.edges.push_back(edge);
  }
  chooseSites(result);
  return result;
}

std::pair<std::uint32_t, std::uint32_t> lines(const Edge& edge) {
  return {edge.heldAt.site().line, edge.acquiredAt.site().line};
}

using Lines = std::pair<std::uint32_t, std::uint32_t>;

const Call kLock{"std::mutex::lock", 0, false};
const Call kEnter{"Lock::enter", 3};
const Call kGuard{"Guard::Guard", 5};
const Call kMain{"main", 90};

TEST(Sites, LinesThatDifferStayTheInnermost) {
  const auto found = finding({{stack({kLock, {"forth", 13}, kMain}),
                               stack({kLock, {"inner", 20}, {"forth", 14}, kMain})}});
  EXPECT_EQ(lines(found.edges[0]), Lines(13, 20));
  EXPECT_FALSE(found.edges[0].heldAt.chosen.has_value());
}

TEST(Sites, AWrapperIsLeftOnBothSides) {
  const auto found = finding({{stack({kLock, kEnter, kGuard, {"forth", 13}, kMain}),
                               stack({kLock, kEnter, kGuard, {"forth", 14}, kMain})}});
  EXPECT_EQ(lines(found.edges[0]), Lines(13, 14));
}

TEST(Sites, WrappersOfDifferentDepthAreLeftEachAsFarAsNeeded) {
  const auto found = finding({{stack({kLock, kEnter, kGuard, {"forth", 13}, kMain}),
                               stack({kLock, kEnter, {"forth", 14}, kMain})}});
  EXPECT_EQ(lines(found.edges[0]), Lines(13, 14));
}

TEST(Sites, AFunctionCalledInBetweenStaysTheSite) {
  const auto found = finding({{stack({kLock, kEnter, {"forth", 13}, kMain}),
                               stack({kLock, kEnter, {"inner", 20}, {"forth", 14}, kMain})}});
  EXPECT_EQ(lines(found.edges[0]), Lines(13, 20));
}

TEST(Sites, OtherEdgesLeaveTheSameWrapper) {
  const auto found = finding(
      {{stack({kLock, kEnter, {"forth", 13}, kMain}), stack({kLock, kEnter, {"forth", 14}, kMain})},
       {stack({kLock, kEnter, {"back", 23}, kMain}), stack({kLock, {"back", 24}, kMain})}});
  EXPECT_EQ(lines(found.edges[1]), Lines(23, 24));
}

TEST(Sites, RecursionShowsTheCallThatGoesIn) {
  const auto found = finding({{stack({kLock, {"visit", 30}, kMain}),
                               stack({kLock, {"visit", 30}, {"visit", 31}, kMain})}});
  EXPECT_EQ(lines(found.edges[0]), Lines(30, 31));
}

TEST(Sites, OneLineInALoopStaysAsItIs) {
  const auto found = finding(
      {{stack({kLock, kEnter, {"all", 40}, kMain}), stack({kLock, kEnter, {"all", 40}, kMain})}});
  EXPECT_EQ(lines(found.edges[0]), Lines(3, 3));
}

TEST(Sites, StacksWithoutACommonOuterFrameGoOutTogether) {
  const auto found = finding({{stack({kLock, kEnter, kGuard, {"forth", 13}}),
                               stack({kLock, kEnter, kGuard, {"forth", 14}, kMain})}});
  EXPECT_EQ(lines(found.edges[0]), Lines(13, 14));
}

TEST(Sites, LibraryFramesAreNeverChosen) {
  const Call outer{"std::thread::run", 95, false};
  const auto found =
      finding({{stack({kLock, kEnter, {"std::lock_guard", 50, false}, {"forth", 13}, outer}),
                stack({kLock, kEnter, {"std::lock_guard", 51, false}, {"forth", 14}, outer})}});
  EXPECT_EQ(lines(found.edges[0]), Lines(13, 14));
  const auto none = finding({{stack({kLock, kEnter, outer}), stack({kLock, kEnter, outer})}});
  EXPECT_EQ(lines(none.edges[0]), Lines(3, 3));
  EXPECT_EQ(lines(finding({{stack({kLock}), stack({})}}).edges[0]), Lines(0, 0));
}

}  // namespace
}  // namespace gordian::cli::testing
