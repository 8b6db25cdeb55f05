// GD404: ways out of a function that forget the lock, and ways that unlock what is not locked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> found(const std::string& body) {
  return findingsIn({"global m:std::mutex\nglobal n:int\nline 10\n" + body});
}

TEST(MissingUnlock, AnEarlyReturnIsLikely) {
  EXPECT_THAT(found(R"(function f
  call std::mutex::lock &m
  if ?
    return
  end
  call std::mutex::unlock &m
end)"),
              ElementsAre("GD404 likely  11"));
}

TEST(MissingUnlock, OnEachWayIsNone) {
  EXPECT_THAT(found(R"(function f
  call std::mutex::lock &m
  if ?
    call std::mutex::unlock &m
    return
  end
  call std::mutex::unlock &m
end)"),
              IsEmpty());
}

TEST(MissingUnlock, FunctionsThatLockOrUnlockForTheirCallerAreNone) {
  EXPECT_THAT(found(R"(function enter
  call std::mutex::lock &m
  if ?
    return 1
  end
  return 2
end
function leave
  if ?
    write n
  end
  call std::mutex::unlock &m
end)"),
              IsEmpty());
}

TEST(MissingUnlock, TheSameConditionTwiceIsNone) {
  EXPECT_THAT(found(R"(function f isShared:int
  if isShared
    call std::mutex::lock &m
  end
  write n
  if isShared
    call std::mutex::unlock &m
  end
end)"),
              IsEmpty());
}

TEST(MissingUnlock, ConditionsThatCannotBeFollowedAreNone) {
  EXPECT_THAT(found(R"(function f
  if ?
    call std::mutex::lock &m
  end
  write n
  if ?
    call std::mutex::unlock &m
  end
end)"),
              IsEmpty());
}

TEST(MissingUnlock, SuccessWithTheLockHeldIsNone) {
  EXPECT_THAT(found(R"(function f
  call std::mutex::lock &m
  if ?
    call std::mutex::unlock &m
    return -1
  end
  return 0
end)"),
              IsEmpty());
}

TEST(MissingUnlock, FailureWithTheLockHeldIsLikely) {
  EXPECT_THAT(found(R"(function f
  call std::mutex::lock &m
  if ?
    return -1
  end
  call std::mutex::unlock &m
  return 0
end)"),
              ElementsAre("GD404 likely  11"));
}

TEST(MissingUnlock, ThroughAWrapperIsLikely) {
  EXPECT_THAT(found(R"(function enter x:std::mutex*
  call std::mutex::lock x
end
function leave x:std::mutex*
  call std::mutex::unlock x
end
function f
  call enter &m
  if ?
    return
  end
  call leave &m
end)"),
              ElementsAre("GD404 likely  17"));
}

TEST(MissingUnlock, ATryThatFailedHoldsNothing) {
  EXPECT_THAT(found(R"(function f
  local ok:int
  ok = call std::mutex::try_lock &m
  if !ok
    return 0
  end
  call std::mutex::unlock &m
  return 1
end)"),
              IsEmpty());
}

TEST(MissingUnlock, TwiceOnOneWayIsLikely) {
  EXPECT_THAT(found(R"(function f
  call std::mutex::lock &m
  if ?
    call std::mutex::unlock &m
  end
  call std::mutex::unlock &m
end)"),
              ElementsAre("GD404 likely  15"));
}

TEST(MissingUnlock, TheCallersLockForAWhileIsNone) {
  EXPECT_THAT(found(R"(function f
  call std::mutex::unlock &m
  if ?
    return
  end
  call std::mutex::lock &m
end)"),
              IsEmpty());
}

}  // namespace
}  // namespace gordian::analyzer::test
