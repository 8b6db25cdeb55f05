// Written attributes: GUARDED_BY, REQUIRES, EXCLUDES, declared orders. Pairs that must and must not
// be reported, without any thread.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kAccount = R"(
record Account m:std::mutex balance:int
global account:Account
declare Account::balance guarded-by this->Account::m
function main
  call Account::put &account
end
)";

TEST(DeclaredGuard, AccessWithoutItIsReported) {
  const std::vector<Found> found = foundIn({kAccount + R"(
line 20
function Account::put this:Account*
  write this->balance
end
)"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message, "'account.balance' is written without 'account.m'");
  EXPECT_EQ(found[0].confidence, Confidence::Likely);
  EXPECT_THAT(found[0].reason, HasSubstr("declared to be guarded by 'account.m'"));
}

TEST(DeclaredGuard, AccessWithItIsNot) {
  EXPECT_THAT(findingsIn({kAccount + R"(
function Account::put this:Account*
  call std::mutex::lock &this->Account::m
  write this->balance
  call std::mutex::unlock &this->Account::m
end
)"}),
              IsEmpty());
}

TEST(DeclaredGuard, ConstructionAndWhatOnlyItCallsIsNot) {
  EXPECT_THAT(findingsIn({kAccount + R"(
function Account::put this:Account* constructor
  write this->balance
  call Account::reset this
end
function Account::reset this:Account*
  write this->balance
end
)"}),
              IsEmpty());
}

TEST(DeclaredGuard, OfAFunctionOutOfTheAnalysisIsNot) {
  EXPECT_THAT(findingsIn({kAccount + R"(
declare Account::put no-analysis
function Account::put this:Account*
  write this->balance
end
)"}),
              IsEmpty());
}

TEST(DeclaredGuard, HeldForReadingOnlyIsReportedOfWrites) {
  EXPECT_THAT(findingsIn({R"(
record Account m:std::shared_mutex balance:int
global account:Account
declare Account::balance guarded-by this->Account::m
function main
  call Account::put &account
end
line 20
function Account::put this:Account*
  call std::shared_mutex::lock_shared &this->Account::m
  read this->balance
  write this->balance
  call std::shared_mutex::unlock_shared &this->Account::m
end
)"}),
              ElementsAre("GD401 likely Account::balance 23"));
}

TEST(DeclaredGuard, IsToldOnceWhereThreadsAreKnown) {
  EXPECT_THAT(findingsIn({kTwoThreads + R"(
declare n guarded-by m
line 20
function work
  write n
end
function other
  call std::mutex::lock &m
  write n
  call std::mutex::unlock &m
end
)"}),
              ElementsAre("GD401 likely n 21"));
}

const std::string kHelper = R"(
declare Account::add requires this->Account::m
function Account::add this:Account*
  write this->balance
end
line 20
)";

TEST(Requires, IsLookedForAtTheCall) {
  const std::vector<Found> found = foundIn({kAccount + kHelper + R"(
function Account::put this:Account*
  call Account::add this
end
)"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message, "'Account::add' is called without 'account.m'");
  EXPECT_EQ(found[0].at.front().line, 22U);
}

TEST(Requires, IsBelievedAtTheEntry) {
  EXPECT_THAT(findingsIn({kAccount + kHelper + R"(
function Account::put this:Account*
  call std::mutex::lock &this->Account::m
  call Account::add this
  call std::mutex::unlock &this->Account::m
end
)"}),
              IsEmpty());
}

TEST(Requires, NobodyKnownCallsIt) {
  EXPECT_THAT(findingsIn({R"(
record Account m:std::mutex balance:int
declare Account::balance guarded-by this->Account::m
)" + kHelper}),
              IsEmpty());
}

TEST(Excludes, AHeldLockIsReported) {
  const std::string text = kTwoThreads + R"(
declare settle excludes m
line 20
function work
  call std::mutex::lock &m
  UNLOCK
  call settle
  AGAIN
end
function other
  call std::mutex::lock &m
  call std::mutex::unlock &m
end
function settle
  read n
end
)";
  const std::string unlock = "call std::mutex::unlock &m";
  EXPECT_THAT(findingsIn({replaced(replaced(text, "UNLOCK", "read n"), "AGAIN", unlock)}),
              ElementsAre("GD102 likely m 23"));
  EXPECT_THAT(findingsIn({replaced(replaced(text, "UNLOCK", unlock), "AGAIN", "read n")}),
              IsEmpty());
}

TEST(Excludes, IsToldOnceWhereTheLockIsTakenAgain) {
  EXPECT_THAT(findingsIn({kTwoThreads + R"(
declare settle excludes m
line 20
function work
  call std::mutex::lock &m
  call settle
  call std::mutex::unlock &m
end
function other
end
function settle
  call std::mutex::lock &m
  call std::mutex::unlock &m
end
)"}),
              ElementsAre("GD102 likely m 28"));
}

TEST(DeclaredOrder, TheOtherWayRoundIsReported) {
  const std::string text = R"(
global a:std::mutex
global b:std::mutex
global c:std::mutex
declare a before b
declare c after b
line 20
function main
  call std::mutex::lock &FIRST
  call std::mutex::lock &SECOND
  call std::mutex::unlock &SECOND
  call std::mutex::unlock &FIRST
end
)";
  const auto taken = [&](const char* first, const char* second) {
    return findingsIn({replaced(replaced(text, "FIRST", first), "SECOND", second)});
  };
  EXPECT_THAT(taken("b", "a"), ElementsAre("GD304 likely a,b 22"));
  EXPECT_THAT(taken("a", "b"), IsEmpty());
  EXPECT_THAT(taken("c", "a"), ElementsAre("GD304 likely a,c 22"));
  EXPECT_THAT(taken("a", "c"), IsEmpty());
}

// What the lock is called by who takes it is a member; what is declared is the lock.
TEST(DeclaredLock, IsKnownByTheMemberThatItLocks) {
  const std::string text = R"(
record Lock native:std::mutex
record Account m:Lock balance:int
global account:Account
declare Lock capability
declare Lock::take acquires
declare Lock::give releases
declare Account::balance guarded-by this->Account::m
function Lock::take this:Lock*
  call std::mutex::lock &this->native
end
function Lock::give this:Lock*
  call std::mutex::unlock &this->native
end
function main
  call Account::put &account
end
line 20
function Account::put this:Account*
  TAKE
  write this->balance
  GIVE
end
)";
  const std::string take = "call Lock::take &this->Account::m";
  const std::string give = "call Lock::give &this->Account::m";
  EXPECT_THAT(findingsIn({replaced(replaced(text, "TAKE", take), "GIVE", give)}), IsEmpty());
  EXPECT_THAT(findingsIn({replaced(replaced(text, "TAKE", take + "\n  " + give), "GIVE",
                                   "read account.balance")}),
              ElementsAre("GD401 likely Account::balance 23 24"));
}

TEST(DeclaredLock, OfALibraryIsALock) {
  const std::string text = R"(
record Lock state:int
global lock:Lock
global n:int
declare Lock capability
declare extern_Lock::take acquires
declare extern_Lock::give releases
declare n guarded-by lock
function main
  call extern_Lock::take &lock
  write n
  call extern_Lock::give &lock
  AFTER
end
)";
  EXPECT_THAT(findingsIn({replaced(text, "AFTER", "")}), IsEmpty());
  EXPECT_THAT(findingsIn({replaced(text, "AFTER", "write n")}), ElementsAre("GD401 likely n 13"));
}

}  // namespace
}  // namespace gordian::analyzer::test
