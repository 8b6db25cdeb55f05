// Arguments that decide what a function does: whether it locks, whether it accesses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Arguments, WhetherTheLockIsHeldAlready) {
  const std::string program = kTwoThreads + R"(
line 20
function add isHeld:int
  if !isHeld
    call std::mutex::lock &m
  end
  write n
  if !isHeld
    call std::mutex::unlock &m
  end
end
function work
  call add 0
end
function other
  call std::mutex::lock &m
  call pass HELD
  call std::mutex::unlock &m
end
function pass isHeld:int
  call add isHeld
end
)";
  EXPECT_THAT(findingsIn({replaced(program, "HELD", "1")}), IsEmpty());
  EXPECT_THAT(findingsIn({replaced(program, "HELD", "0")}), ElementsAre("GD102 likely m 22"));
}

TEST(Arguments, WhichOfSeveralOperations) {
  const std::string program = kTwoThreads + R"(
line 20
function perform operation:int
  if operation == 1
    call std::mutex::lock &m
    write n
    call std::mutex::unlock &m
  end
  if operation == 2
    write n
  end
end
function work
  call perform 1
end
function other
  call perform WHICH
end
)";
  EXPECT_THAT(findingsIn({replaced(program, "WHICH", "1")}), IsEmpty());
  EXPECT_THAT(findingsIn({replaced(program, "WHICH", "7")}), IsEmpty());
  EXPECT_THAT(findingsIn({replaced(program, "WHICH", "2")}), ElementsAre("GD401 likely n 23 27"));
}

}  // namespace
}  // namespace gordian::analyzer::test
