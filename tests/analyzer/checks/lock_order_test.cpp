// GD101 and GD102 with origin static: pairs of programs that must and must not be reported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kForthAndBack = R"(
global a:std::mutex
global b:std::mutex
global gate:std::mutex
function main
  local x:std::thread
  local y:std::thread
  call std::thread::thread &x @forth
  call std::thread::thread &y @back
  call std::thread::join &x
  call std::thread::join &y
end
line 20
)";

TEST(LockOrder, OppositeOrdersAreReported) {
  EXPECT_THAT(findingsIn({kForthAndBack + R"(function forth
  call std::mutex::lock &a
  call std::mutex::lock &b
  call std::mutex::unlock &b
  call std::mutex::unlock &a
end
function back
  local g:std::lock_guard
  local h:std::lock_guard
  call std::lock_guard::lock_guard &g &b
  call std::lock_guard::lock_guard &h &a
  call std::lock_guard::~lock_guard &h
  call std::lock_guard::~lock_guard &g
end
)"}),
              ElementsAre("GD101 likely a,b 22 30"));
}

// The creator takes no lock after the join: that it joins must be known all the same.
TEST(LockOrder, TheCreatorsGateGuardsItsChild) {
  const std::string program = R"(
global a:std::mutex
global b:std::mutex
global gate:std::mutex
function main
  local x:std::thread
  local y:std::thread
  call std::thread::thread &x @forth
  call std::mutex::lock &gate
  call std::thread::thread &y @back
  FIRST
  SECOND
  call std::thread::join &x
end
line 20
function forth
  call std::mutex::lock &gate
  call std::mutex::lock &a
  call std::mutex::lock &b
  call std::mutex::unlock &b
  call std::mutex::unlock &a
  call std::mutex::unlock &gate
end
function back
  call std::mutex::lock &b
  call std::mutex::lock &a
  call std::mutex::unlock &a
  call std::mutex::unlock &b
end
)";
  const auto with = [&](const std::string& a, const std::string& b) {
    return replaced(replaced(program, "FIRST", a), "SECOND", b);
  };
  const std::string join = "call std::thread::join &y";
  const std::string unlock = "call std::mutex::unlock &gate";
  EXPECT_THAT(findingsIn({with(join, unlock)}), IsEmpty());
  EXPECT_THAT(findingsIn({with(unlock, join)}), ElementsAre("GD101 likely a,b 23 30"));
}

TEST(LockOrder, UnderAGateTheyAreNot) {
  EXPECT_THAT(findingsIn({kForthAndBack + R"(function forth
  call std::mutex::lock &gate
  call std::mutex::lock &a
  call std::mutex::lock &b
  call std::mutex::unlock &b
  call std::mutex::unlock &a
  call std::mutex::unlock &gate
end
function back
  call std::mutex::lock &gate
  call std::mutex::lock &b
  call std::mutex::lock &a
  call std::mutex::unlock &a
  call std::mutex::unlock &b
  call std::mutex::unlock &gate
end
)"}),
              IsEmpty());
}

TEST(LockOrder, BeforeTheThreadAndAfterItAreNot) {
  EXPECT_THAT(findingsIn({R"(
global a:std::mutex
global b:std::mutex
function main
  local x:std::thread
  call both &a &b
  call std::thread::thread &x @back
  call std::thread::join &x
  call both &a &b
end
function back
  call both &b &a
end
function both p:std::mutex* q:std::mutex*
  call std::mutex::lock p
  call std::mutex::lock q
  call std::mutex::unlock q
  call std::mutex::unlock p
end
)"}),
              IsEmpty());
}

TEST(LockOrder, ArgumentsAreToldApart) {
  EXPECT_THAT(findingsIn({R"(
global a:std::mutex
global b:std::mutex
function main
  local x:std::thread
  call std::thread::thread &x @back
  call both &a &b
  call std::thread::join &x
end
function back
  call both &b &a
end
function both p:std::mutex* q:std::mutex*
  call std::mutex::lock p
  call std::mutex::lock q
  call std::mutex::unlock q
  call std::mutex::unlock p
end
)"}),
              ElementsAre("GD101 likely a,b 15"));
}

TEST(LockOrder, TriedIsNotWaitedFor) {
  EXPECT_THAT(findingsIn({kForthAndBack + R"(function forth
  call std::mutex::lock &a
  ok = call std::mutex::try_lock &b
  if ok
    call std::mutex::unlock &b
  end
  call std::mutex::unlock &a
end
function back
  call std::mutex::lock &b
  call std::mutex::lock &a
  call std::mutex::unlock &a
  call std::mutex::unlock &b
end
)"}),
              IsEmpty());
}

TEST(LockOrder, ScopedLockTakesThemTogether) {
  EXPECT_THAT(findingsIn({kForthAndBack + R"(function forth
  local g:std::scoped_lock
  call std::scoped_lock::scoped_lock &g &a &b
  call std::scoped_lock::~scoped_lock &g
end
function back
  local g:std::scoped_lock
  call std::scoped_lock::scoped_lock &g &b &a
  call std::scoped_lock::~scoped_lock &g
end
)"}),
              IsEmpty());
}

// It waits for either of its locks, but while it holds none of them.
TEST(LockOrder, ScopedLockWaitsWhileAnotherLockIsHeld) {
  const std::string program = kForthAndBack + R"(function forth
  local g:std::scoped_lock
  call std::scoped_lock::scoped_lock &g &a &b
  call std::mutex::lock &gate
  call std::mutex::unlock &gate
  call std::scoped_lock::~scoped_lock &g
end
function back
  local g:std::scoped_lock
  call std::mutex::lock &gate
  MEANWHILE
  call std::scoped_lock::scoped_lock &g &b &a
  call std::scoped_lock::~scoped_lock &g
  AFTERWARDS
end
)";
  const std::string release = "call std::mutex::unlock &gate";
  const auto with = [&](const std::string& meanwhile, const std::string& afterwards) {
    return replaced(replaced(program, "MEANWHILE", meanwhile), "AFTERWARDS", afterwards);
  };
  EXPECT_THAT(findingsIn({with("", release)}),
              testing::Contains(testing::HasSubstr("GD101 likely")));
  EXPECT_THAT(findingsIn({with(release, "")}), IsEmpty());
}

TEST(LockOrder, ABarrierThatBothWaitAtLeavesADoubt) {
  const std::string program = kForthAndBack + R"(global phase:pthread_barrier_t
function forth
  call std::mutex::lock &a
  call std::mutex::lock &b
  call std::mutex::unlock &b
  call std::mutex::unlock &a
  call pthread_barrier_wait &phase
end
function back
  WAITS
  call std::mutex::lock &b
  call std::mutex::lock &a
  call std::mutex::unlock &a
  call std::mutex::unlock &b
end
)";
  EXPECT_THAT(findingsIn({replaced(program, "WAITS", "call pthread_barrier_wait &phase")}),
              ElementsAre(testing::HasSubstr("GD101 possible")));
  EXPECT_THAT(findingsIn({replaced(program, "WAITS", "")}),
              ElementsAre(testing::HasSubstr("GD101 likely")));
}

TEST(DoubleLock, ThroughACallIsReported) {
  EXPECT_THAT(findingsIn({R"(
global a:std::mutex
function main
  call std::mutex::lock &a
  call inner
  call std::mutex::unlock &a
end
function inner
  call std::mutex::lock &a
  call std::mutex::unlock &a
end
)"}),
              ElementsAre("GD102 likely a 9"));
}

TEST(DoubleLock, OfARecursiveOneIsNot) {
  EXPECT_THAT(findingsIn({R"(
global a:std::recursive_mutex
function main
  call std::recursive_mutex::lock &a
  call inner
  call std::recursive_mutex::unlock &a
end
function inner
  call std::recursive_mutex::lock &a
  call std::recursive_mutex::unlock &a
end
)"}),
              IsEmpty());
}

TEST(DoubleLock, AKindThatAFunctionGivesToWhatItInitialises) {
  const std::string program = R"(
global a:pthread_mutex_t
function main
  call make &a
  call pthread_mutex_lock &a
  call pthread_mutex_lock &a
  call pthread_mutex_unlock &a
  call pthread_mutex_unlock &a
end
function make mutex:pthread_mutex_t*
  local kind:pthread_mutexattr_t
  call pthread_mutexattr_settype &kind KIND
  call pthread_mutex_init mutex &kind
end
)";
  EXPECT_THAT(findingsIn({replaced(program, "KIND", "1")}), IsEmpty());
  EXPECT_THAT(findingsIn({replaced(program, "KIND", "0")}),
              ElementsAre(testing::HasSubstr("GD102 likely")));
}

TEST(DoubleLock, WhatIsMadeAnewIsHeldNoMore) {
  const std::string program = R"(
global a:pthread_mutex_t
function main
  call pthread_mutex_lock &a
  ANEW
  call pthread_mutex_lock &a
  call pthread_mutex_unlock &a
end
)";
  EXPECT_THAT(findingsIn({replaced(program, "ANEW", "call pthread_mutex_init &a 0")}), IsEmpty());
  EXPECT_THAT(findingsIn({replaced(program, "ANEW", "")}),
              ElementsAre(testing::HasSubstr("GD102 likely")));
}

}  // namespace
}  // namespace gordian::analyzer::test
