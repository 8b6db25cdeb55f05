// GD401 and GD402 with the threads known: pairs of programs that must and must not be reported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SharedAccess, WithoutALockIsReported) {
  EXPECT_THAT(findingsIn({kTwoThreads + R"(
line 20
function work
  write n
end
function other
  read n
end
)"}),
              ElementsAre("GD401 likely n 21 24"));
}

TEST(SharedAccess, UnderOneLockIsNot) {
  EXPECT_THAT(findingsIn({kTwoThreads + R"(
line 20
function work
  local g:std::lock_guard
  call std::lock_guard::lock_guard &g &m
  write n
  call std::lock_guard::~lock_guard &g
end
function other
  call std::mutex::lock &m
  read n
  call std::mutex::unlock &m
end
)"}),
              IsEmpty());
}

TEST(SharedAccess, AfterTheGuardDiedIsReported) {
  EXPECT_THAT(findingsIn({kTwoThreads + R"(
line 20
function work
  local g:std::lock_guard
  call std::lock_guard::lock_guard &g &m
  call std::lock_guard::~lock_guard &g
  write n
end
function other
  call std::mutex::lock &m
  read n
  call std::mutex::unlock &m
end
)"}),
              ElementsAre("GD401 likely n 24 28"));
}

TEST(SharedAccess, UnderAWrapperThatLocksIsNot) {
  EXPECT_THAT(findingsIn({kTwoThreads + R"(
function enter x:std::mutex*
  call std::mutex::lock x
end
function leave x:std::mutex*
  call std::mutex::unlock x
end
function work
  call enter &m
  write n
  call leave &m
end
function other
  call enter &m
  call touch
  call leave &m
end
function touch
  write n
end
)"}),
              IsEmpty());
}

TEST(SharedAccess, BeforeTheThreadsAndAfterThemIsNot) {
  EXPECT_THAT(findingsIn({R"(
global n:int
function main
  local a:std::thread
  write n
  call std::thread::thread &a @work
  call std::thread::join &a
  write n
end
function work
  write n
end
)"}),
              IsEmpty());
}

TEST(SharedAccess, BesideALivingThreadIsReported) {
  EXPECT_THAT(findingsIn({R"(
global n:int
function main
  local a:std::thread
  call std::thread::thread &a @work
  write n
  call std::thread::join &a
end
function work
  write n
end
)"}),
              ElementsAre("GD401 likely n 6 10"));
}

TEST(SharedAccess, ThreadsOfALoopShareWithEachOther) {
  const std::string program = R"(
global n:int
function main
  local t:std::vector<std::thread>
  local i:int
  i = 0
  while i < 4
    call std::vector::emplace_back &t @work
    write i
  end
  while ?
    x = call std::vector::operator[] &t i
    call std::thread::join x
  end
  AFTER
end
function work
  BODY
end
)";
  const auto with = [&](const std::string& a, const std::string& b) {
    return replaced(replaced(program, "AFTER", a), "BODY", b);
  };
  EXPECT_THAT(findingsIn({with("read n", "write n")}), ElementsAre("GD401 likely n 18"));
  EXPECT_THAT(findingsIn({with("write n", "read n")}), IsEmpty());
}

TEST(SharedAccess, JoinedOneAfterTheOtherDoNotOverlap) {
  EXPECT_THAT(findingsIn({R"(
global n:int
function main
  local t:std::thread
  while ?
    call std::thread::thread &t @work
    call std::thread::join &t
  end
end
function work
  write n
end
)"}),
              IsEmpty());
}

TEST(SharedAccess, CapturedByReference) {
  const std::string program = R"(
function main
  local n:int
  local m:std::mutex
  local c:body
  local t:std::thread
  closure c = body &n &m
  call std::thread::thread &t &c
  call std::mutex::lock &m
  write n
  call std::mutex::unlock &m
  call std::thread::join &t
  read n
end
lambda body n:int& m:std::mutex&
  LOCK
  write *this->body::n
  UNLOCK
end
)";
  const auto with = [&](const std::string& a, const std::string& b) {
    return replaced(replaced(program, "  LOCK", a), "  UNLOCK", b);
  };
  EXPECT_THAT(findingsIn({with("", "")}), ElementsAre("GD401 likely main::n 10 17"));
  EXPECT_THAT(findingsIn({with("call std::mutex::lock this->body::m",
                               "call std::mutex::unlock this->body::m")}),
              IsEmpty());
}

TEST(SharedAccess, ObjectWithItsOwnThreadAndLock) {
  const std::string program = R"(
record Server m:std::mutex n:int t:std::thread
global s:Server
function main
  call Server::start &s
  call Server::add &s
  call Server::stop &s
end
function Server::start this:Server*
  call std::thread::thread &this->t @Server::loop this
end
function Server::stop this:Server*
  call std::thread::join &this->t
  write this->n
end
function Server::loop this:Server*
  local g:std::unique_lock
  call std::unique_lock::unique_lock &g &this->m
  write this->n
  call std::unique_lock::~unique_lock &g
end
function Server::add this:Server*
  local g:std::unique_lock
  call std::unique_lock::unique_lock &g &this->m
  UNLOCK
  write this->n
  call std::unique_lock::~unique_lock &g
end
)";
  const auto with = [&](const std::string& unlock) { return replaced(program, "UNLOCK", unlock); };
  EXPECT_THAT(findingsIn({with("read this->n")}), IsEmpty());
  EXPECT_THAT(findingsIn({with("call std::unique_lock::unlock &g")}),
              ElementsAre("GD401 likely Server::n 19 26"));
}

TEST(SharedAccess, HandlersOfAnEventLoopMayTakeTurns) {
  const std::string program = R"(
global io:EXECUTOR
global n:int
line 10
function handler
  write n
end
function main
  call EXECUTOR::post &io @handler
  call EXECUTOR::post &io @handler
end)";
  EXPECT_THAT(findingsIn({replaced(program, "EXECUTOR", "boost::asio::io_context")}),
              ElementsAre("GD401 possible n 11"));
  EXPECT_THAT(findingsIn({replaced(program, "EXECUTOR", "boost::asio::thread_pool")}),
              ElementsAre("GD401 likely n 11"));
}

}  // namespace
}  // namespace gordian::analyzer::test
