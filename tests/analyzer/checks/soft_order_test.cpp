// What is ordered by flags and other signals that are no locks: possible at most.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;

const std::string kHandOver = R"(
global ready:std::atomic
global n:int
function main
  local a:std::thread
  call std::thread::thread &a @work
  write n
  call std::atomic::store &ready 1
  call std::thread::join &a
end
)";

TEST(SoftOrder, AnAtomicThatIsComparedSomehowIsDoubt) {
  EXPECT_THAT(findingsIn({kHandOver + R"(
line 20
function work
  local seen:int
  x = call std::atomic::load &ready
  seen = x
  while ?
    y = call std::atomic::load &ready
    seen = y
  end
  read n
end
)"}),
              ElementsAre("GD401 possible n 7 28"));
}

TEST(SoftOrder, AnAtomicThatNobodySetsIsNone) {
  EXPECT_THAT(findingsIn({kHandOver + R"(
line 20
global other:std::atomic
function work
  x = call std::atomic::load &other
  read n
end
)"}),
              ElementsAre("GD401 likely n 7 23"));
}

TEST(SoftOrder, AnAtomicThatWasSeenClearIsNone) {
  EXPECT_THAT(findingsIn({kHandOver + R"(
line 20
function work
  x = call std::atomic::load &ready
  if x == 0
    read n
  end
end
)"}),
              ElementsAre("GD401 likely n 7 23"));
}

TEST(SoftOrder, AStatisticOrdersNothing) {
  EXPECT_THAT(findingsIn({kHandOver + R"(
line 20
function work
  x = call std::atomic::fetch_add &ready 1 0
  read n
end
)"}),
              ElementsAre("GD401 likely n 7 22"));
}

}  // namespace
}  // namespace gordian::analyzer::test
