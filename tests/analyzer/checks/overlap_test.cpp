// Which threads can run at the same time, where that is not plain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The join depends on something; it may be just what the begin depended on.
TEST(Overlap, JoinedOnOneOfTheWaysIsADoubt) {
  EXPECT_THAT(findingsIn({R"(
global n:int
function main
  local a:std::thread
  call std::thread::thread &a @work
  if ?
    call std::thread::join &a
  end
  write n
end
function work
  read n
end
)"}),
              ElementsAre("GD401 possible n 9 12"));
}

// The ways part within the call, and nothing comes between it and the access.
TEST(Overlap, JoinedOnOneOfTheWaysOfACallIsADoubt) {
  EXPECT_THAT(findingsIn({R"(
global n:int
function main
  local a:std::thread
  call std::thread::thread &a @work
  call end &a
  write n
end
function end t:std::thread&
  if ?
    call std::thread::join &*t
  end
end
function work
  read n
end
)"}),
              ElementsAre("GD401 possible n 7 15"));
}

// Who is told that there is nothing to join comes after the join.
TEST(Overlap, JoinedWhereItIsJoinable) {
  const std::string program = R"(
global n:int
function main
  local a:std::thread
  call std::thread::thread &a @work
  BEFORE
  call end &a
  AFTER
end
function end t:std::thread&
  r = call std::thread::joinable &*t
  if r
    call std::thread::join &*t
  end
end
function work
  read n
end
)";
  const auto with = [&](const std::string& a, const std::string& b) {
    return replaced(replaced(program, "BEFORE", a), "AFTER", b);
  };
  EXPECT_THAT(findingsIn({with("call something", "write n")}), IsEmpty());
  EXPECT_THAT(findingsIn({with("write n", "call something")}), ElementsAre("GD401 likely n 6 17"));
}

TEST(Overlap, BegunOnOneOfTheWaysIsNone) {
  EXPECT_THAT(findingsIn({R"(
global n:int
function main
  local a:std::thread
  if ?
    call std::thread::thread &a @work
  end
  write n
  call std::thread::join &a
end
function work
  read n
end
)"}),
              ElementsAre("GD401 likely n 8 12"));
}

// onEvent is called by somebody who is not here: not before main has begun a thread, perhaps after.
TEST(Overlap, WhoeverCallsComesAfterTheBeginning) {
  const std::string program = R"(
global n:int
function main
  local a:std::thread
  BEFORE
  call std::thread::thread &a @work
  AFTER
  call std::thread::join &a
end
function work
  call something
end
function onEvent
  read n
end
)";
  const auto with = [&](const std::string& a, const std::string& b) {
    return replaced(replaced(program, "BEFORE", a), "AFTER", b);
  };
  EXPECT_THAT(findingsIn({with("write n", "call something")}), IsEmpty());
  EXPECT_THAT(findingsIn({with("call something", "write n")}),
              ElementsAre("GD401 possible n 7 14"));
}

// So is a thread that only they begin.
TEST(Overlap, AThreadBegunFromOutsideIsADoubt) {
  EXPECT_THAT(findingsIn({R"(
global n:int
function main
  local a:std::thread
  call std::thread::thread &a @work
  write n
  call std::thread::join &a
end
function work
  call something
end
function onEvent
  local b:std::thread
  call std::thread::thread &b @background
end
function background
  read n
end
)"}),
              ElementsAre("GD401 possible n 6 17"));
}

// Nobody is known to call it; but whoever does has both threads.
TEST(Overlap, ThreadsOfOneCallFromOutsideAreNone) {
  EXPECT_THAT(findingsIn({R"(
global n:int
function both
  local a:std::thread
  local b:std::thread
  call std::thread::thread &a @work
  call std::thread::thread &b @other
  call std::thread::join &a
  call std::thread::join &b
end
function work
  write n
end
function other
  read n
end
)"}),
              ElementsAre("GD401 likely n 12 15"));
}

// Memory of each round of a loop: the first round and the others are told apart, and yet they are
// one place in the source.
TEST(Overlap, MemoryOfEachRound) {
  const std::string program = R"(
record Buffer size:int
function main
  local t:std::thread[]
  local i:int
  local p:Buffer*
  FIRST
  while ?
    SECOND
    call std::thread::thread &t[i] @work p
  end
  while ?
    call std::thread::join &t[i]
  end
end
function work p:Buffer*
  write p->size
end
)";
  const auto with = [&](const std::string& a, const std::string& b) {
    return replaced(replaced(program, "FIRST", a), "SECOND", b);
  };
  const std::string make = "x = call malloc 8\n  p = x";
  EXPECT_THAT(findingsIn({with("call something", make)}), IsEmpty());
  EXPECT_THAT(findingsIn({with(make, "call something")}).size(), 1U);
}

// What a function makes for itself is another object in each thread that runs it.
TEST(Overlap, MemoryOfEachThread) {
  EXPECT_THAT(findingsIn({R"(
record Buffer size:int
function main
  local a:std::thread
  local b:std::thread
  call std::thread::thread &a @work
  call std::thread::thread &b @other
  call std::thread::join &a
  call std::thread::join &b
end
function make
  local p:Buffer*
  x = call malloc 8
  p = x
  call fill p
  return p
end
function fill p:Buffer*
  write p->size
end
function work
  x = call make
end
function other
  x = call make
end
)"}),
              IsEmpty());
}

}  // namespace
}  // namespace gordian::analyzer::test
