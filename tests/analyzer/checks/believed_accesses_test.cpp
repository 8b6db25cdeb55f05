// GD401 by belief: what most places do, without threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Four functions that write under the lock; TAIL comes after.
const std::string kStats = R"(
record Stats m:std::mutex hits:int
function add this:Stats*
  call std::mutex::lock &this->m
  write this->hits
  call std::mutex::unlock &this->m
end
function drop this:Stats*
  call std::mutex::lock &this->m
  write this->hits
  call std::mutex::unlock &this->m
end
function clear this:Stats*
  call std::mutex::lock &this->m
  write this->hits
  call std::mutex::unlock &this->m
end
function scale this:Stats*
  call std::mutex::lock &this->m
  write this->hits
  call std::mutex::unlock &this->m
end
line 50
TAIL
)";

std::vector<std::string> found(const std::string& tail) {
  return findingsIn({replaced(kStats, "TAIL", tail)});
}

TEST(BelievedAccess, TheOneThatDoesNotLockIsLikely) {
  EXPECT_THAT(found("function bump this:Stats*\nwrite this->hits\nend"),
              ElementsAre("GD401 likely Stats::hits 5 10 15 20 51"));
}

// A mutex of the project's own, which has nothing but the library's.
TEST(BelievedAccess, AWrappedLockIsALock) {
  const std::string wrapped = replaced(replaced(kStats, "record Stats m:std::mutex",
                                                "record Mutex mu:std::mutex\nrecord Stats m:Mutex"),
                                       "&this->m\n", "&this->m.mu\n");
  const auto findings =
      foundIn({replaced(wrapped, "TAIL", "function bump this:Stats*\nwrite this->hits\nend")});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message, "'Stats::hits' is written without 'Stats::m'");
}

// Four of five hold another lock than the one that is written: what is written counts, alone.
TEST(BelievedAccess, WhatIsDeclaredIsNotGuessed) {
  const std::string declared = replaced(
      replaced(kStats, "m:std::mutex hits:int",
               "m:std::mutex n:std::mutex hits:int\ndeclare Stats::hits guarded-by this->Stats::n"),
      "TAIL",
      "function bump this:Stats*\ncall std::mutex::lock &this->n\nwrite this->hits\n"
      "call std::mutex::unlock &this->n\nend");
  for (const Found& finding : foundIn({declared})) {
    EXPECT_THAT(finding.reason, HasSubstr("declared to be guarded by"));
    EXPECT_THAT(finding.message, HasSubstr("without 'Stats::n'"));
  }
  EXPECT_FALSE(foundIn({declared}).empty());
}

TEST(BelievedAccess, TellsTheMajority) {
  const auto findings =
      foundIn({replaced(kStats, "TAIL", "function bump this:Stats*\nwrite this->hits\nend")});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_THAT(findings[0].reason, HasSubstr("4 of 5 places hold 'Stats::m'"));
  EXPECT_EQ(findings[0].message, "'Stats::hits' is written without 'Stats::m'");
}

TEST(BelievedAccess, AReadOfOneValueIsPossible) {
  EXPECT_THAT(found("function peek this:Stats*\nread this->hits\nend"),
              ElementsAre("GD401 possible Stats::hits 5 10 15 20 51"));
}

TEST(BelievedAccess, AHelperWhoseCallersLockIsNone) {
  EXPECT_THAT(found(R"(function help this:Stats*
  write this->hits
end
function use this:Stats*
  call std::mutex::lock &this->m
  call help this
  call std::mutex::unlock &this->m
end)"),
              IsEmpty());
}

TEST(BelievedAccess, AHelperOfWhichOneCallerDoesNotLockIsPossible) {
  EXPECT_THAT(found(R"(function help this:Stats*
  write this->hits
end
function use this:Stats*
  call std::mutex::lock &this->m
  call help this
  call std::mutex::unlock &this->m
end
function forget this:Stats*
  call help this
end)"),
              ElementsAre("GD401 possible Stats::hits 5 10 15 20 51"));
}

TEST(BelievedAccess, ConventionsOfNamesAreBelieved) {
  EXPECT_THAT(found("function Stats::addLocked this:Stats*\nwrite this->hits\nend"), IsEmpty());
  EXPECT_THAT(found("function stats_add_nolock this:Stats*\nwrite this->hits\nend"), IsEmpty());
  EXPECT_THAT(found("function stats_init this:Stats*\nwrite this->hits\nend"), IsEmpty());
  EXPECT_THAT(found("function Stats::blocked this:Stats*\nwrite this->hits\nend"),
              ElementsAre("GD401 likely Stats::hits 5 10 15 20 51"));
}

TEST(BelievedAccess, WhatOnlyAConstructorCallsIsNone) {
  EXPECT_THAT(found(R"(function reset this:Stats*
  write this->hits
end
function Stats::Stats constructor this:Stats*
  call reset this
end)"),
              IsEmpty());
}

TEST(BelievedAccess, TheLockOfAnotherObjectDoesNotCount) {
  EXPECT_THAT(found(R"(function merge this:Stats* other:Stats*
  call std::mutex::lock &other->m
  write this->hits
  call std::mutex::unlock &other->m
end)"),
              ElementsAre("GD401 possible Stats::hits 5 10 15 20 52"));
}

TEST(BelievedAccess, WhatIsNeverWrittenUnderTheLockIsNone) {
  const std::string readers = replaced(kStats, "write this->hits", "read this->hits");
  EXPECT_THAT(
      findingsIn({replaced(readers, "TAIL", "function get this:Stats*\nread this->hits\nend")}),
      IsEmpty());
}

TEST(BelievedAccess, WithoutAMajorityThereIsNoBelief) {
  EXPECT_THAT(found(R"(function a this:Stats*
  write this->hits
end
function b this:Stats*
  write this->hits
end
function c this:Stats*
  write this->hits
end)"),
              IsEmpty());
}

TEST(BelievedAccess, AFreeFunctionWhoseCallersAreNotSeenIsPossible) {
  EXPECT_THAT(found("function bump s:Stats*\nwrite s->hits\nend"),
              ElementsAre("GD401 possible Stats::hits 5 10 15 20 51"));
}

TEST(BelievedAccess, AFreeFunctionThatLocksElsewhereIsLikely) {
  EXPECT_THAT(found(R"(function bump s:Stats*
  call std::mutex::lock &s->m
  read s->hits
  call std::mutex::unlock &s->m
  write s->hits
end)"),
              ElementsAre("GD401 likely Stats::hits 5 10 15 20 52 54"));
}

TEST(BelievedAccess, ItIsToldOnceWhereThreadsShowIt) {
  const std::string threads = R"(
function main
  local s:Stats
  local a:std::thread
  local b:std::thread
  call std::thread::thread &a @run &s
  call std::thread::thread &b @run &s
  call std::thread::join &a
  call std::thread::join &b
end
function run s:Stats*
  call add s
  call drop s
  call clear s
  call scale s
  call bump s
end
function bump this:Stats*
  write this->hits
end)";
  EXPECT_THAT(found(threads), testing::SizeIs(1));
}

}  // namespace
}  // namespace gordian::analyzer::test
