// GD406: what blocks or is not known, called with a lock held that others take, too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// OTHER takes the lock, so that somebody waits for it.
std::vector<std::string> found(const std::string& body) {
  return findingsIn({R"(record Subject m:std::mutex hook:int* n:int
function other this:Subject*
  call std::mutex::lock &this->m
  write this->n
  call std::mutex::unlock &this->m
end
line 20
)" + body});
}

TEST(CallUnderLock, AHookThatIsRegisteredElsewhereIsPossible) {
  EXPECT_THAT(found(R"(function notify this:Subject*
  call std::mutex::lock &this->m
  calli this->hook
  call std::mutex::unlock &this->m
end)"),
              ElementsAre("GD406 possible  22"));
}

TEST(CallUnderLock, AfterTheUnlockIsNone) {
  EXPECT_THAT(found(R"(function notify this:Subject*
  call std::mutex::lock &this->m
  call std::mutex::unlock &this->m
  calli this->hook
end)"),
              IsEmpty());
}

TEST(CallUnderLock, AHookOfTheProjectIsFollowed) {
  EXPECT_THAT(found(R"(function notify this:Subject*
  call std::mutex::lock &this->m
  calli this->hook
  call std::mutex::unlock &this->m
end
function use this:Subject*
  this->hook = @mine
end
function mine
end)"),
              IsEmpty());
}

TEST(CallUnderLock, ACallableThatTheCallerGivesIsNone) {
  EXPECT_THAT(found(R"(function each this:Subject* visit:int*
  call std::mutex::lock &this->m
  calli visit
  call std::mutex::unlock &this->m
end)"),
              IsEmpty());
}

TEST(CallUnderLock, ASleepIsPossibleAlsoInACallee) {
  EXPECT_THAT(found(R"(function notify this:Subject*
  call std::mutex::lock &this->m
  call pause_it
  call std::mutex::unlock &this->m
end
function pause_it
  call sleep 1
end)"),
              ElementsAre("GD406 possible  26"));
}

TEST(CallUnderLock, ALockThatNobodyElseTakesIsNone) {
  EXPECT_THAT(findingsIn({R"(global m:std::mutex
function f
  call std::mutex::lock &m
  call sleep 1
  call std::mutex::unlock &m
end
)"}),
              IsEmpty());
}

}  // namespace
}  // namespace gordian::analyzer::test
