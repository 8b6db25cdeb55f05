// Which functions gordian annotate would declare to require a lock, and what locks that Clang
// follows need, in pairs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"
#include "inferred_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kHelper = R"(
function Account::add this:Account*
  write this->balance
end
)";

TEST(InferredRequirement, AllWhoCallHoldIt) {
  EXPECT_THAT(inferredIn(put("call Account::add this", "") + kHelper),
              ElementsAre("GUARDED_BY Account::balance m", "REQUIRES Account::add m"));
}

TEST(InferredRequirement, OneWhoCallsDoesNot) {
  EXPECT_THAT(inferredIn(put("call Account::add this", "call Account::add this") + kHelper),
              IsEmpty());
}

TEST(InferredRequirement, IsHandedOn) {
  EXPECT_THAT(inferredIn(put("call Account::twice this", "") + kHelper + R"(
function Account::twice this:Account*
  call Account::add this
  call Account::add this
end
)"),
              ElementsAre("GUARDED_BY Account::balance m", "REQUIRES Account::add m",
                          "REQUIRES Account::twice m"));
}

TEST(InferredRequirement, NotOfVirtualFunctionsAndWhatIsEntered) {
  EXPECT_THAT(inferredIn(put("call Account::add this", "") +
                         replaced(kHelper, "this:Account*", "this:Account* virtual")),
              IsEmpty());
  EXPECT_THAT(inferredIn(put("call Account::add this", "") + kHelper + R"(
function begin
  local t:std::thread
  call std::thread::thread &t @Account::add &account
end
)"),
              IsEmpty());
}

TEST(InferredRequirement, NotOfAFunctionThatReleasesIt) {
  const std::string helper = R"(
function Account::add this:Account*
  write this->balance
  call std::mutex::unlock &this->Account::m
  AGAIN
end
)";
  const std::string again = "call std::mutex::lock &this->Account::m";
  EXPECT_THAT(inferredIn(put("call Account::add this", "") + replaced(helper, "AGAIN", again)),
              ElementsAre("GUARDED_BY Account::balance m", "REQUIRES Account::add m"));
  EXPECT_THAT(inferredIn(put("call Account::add this", "") + replaced(helper, "AGAIN", "")),
              IsEmpty());
}

TEST(InferredRequirement, ByTheNameOfAParameter) {
  EXPECT_THAT(inferredIn(R"(
record Queue m:std::mutex size:int
function push queue:Queue*
  call std::mutex::lock &queue->m
  call pushLocked queue
  call std::mutex::unlock &queue->m
end
function pushLocked to:Queue*
  write to->size
end
)"),
              ElementsAre("GUARDED_BY Queue::size m", "REQUIRES pushLocked to->m"));
}

// Nobody calls those who take the lock but each other.
TEST(InferredRequirement, OfWhoIsCalledByARecursionAlone) {
  EXPECT_THAT(inferredIn(R"(
global m:std::mutex
global n:int
function helper
  write n
end
function a
  call std::mutex::lock &m
  call helper
  call std::mutex::unlock &m
  call b
end
function b
  call a
end
)"),
              ElementsAre("GUARDED_BY n m", "REQUIRES helper m"));
}

// A recursion that is entered in a way that is not followed: through what a queue holds.
TEST(InferredRequirement, OfWhoIsCalledBehindAQueue) {
  EXPECT_THAT(inferredIn(R"(
record Item run:void(*)()
record Jobs items:std::queue
global jobs:Jobs
global m:std::mutex
global n:int
function helper
  write n
  call schedule
end
function job
  call std::mutex::lock &m
  call helper
  call std::mutex::unlock &m
end
function schedule
  call std::queue::push &jobs.items @job
end
function somebody
  call schedule
end
)"),
              ElementsAre("GUARDED_BY n m", "REQUIRES helper m"));
}

TEST(InferredRequirement, SharedWhereNoMoreIsHeld) {
  const std::string text = R"(
record Table m:std::shared_mutex size:int
function Table::grow this:Table*
  call std::shared_mutex::lock &this->Table::m
  write this->size
  call std::shared_mutex::unlock &this->Table::m
end
function Table::count this:Table*
  call std::shared_mutex::lock_shared &this->Table::m
  call Table::sum this
  call std::shared_mutex::unlock_shared &this->Table::m
end
function Table::sum this:Table*
  read this->size
end
)";
  EXPECT_THAT(inferredIn(text),
              ElementsAre("GUARDED_BY Table::size m", "REQUIRES_SHARED Table::sum m"));
}

TEST(InferredRequirement, WithoutItThereIsNoGuardEither) {
  const Inference inference = inferenceOf(
      put("call Account::add this", "") + kHelper,
      [](const Annotation& one) { return one.about == "Account::add" ? "it is so" : ""; });
  EXPECT_THAT(inference.annotations, IsEmpty());
}

TEST(InferredRequirement, OfAWrittenGuard) {
  EXPECT_THAT(inferredIn(put("call Account::add this", "") + kHelper +
                         "declare Account::balance guarded-by this->Account::m\n"),
              ElementsAre("REQUIRES Account::add m"));
}

// A lock class of the program's own, which Clang follows.
const std::string kFollowed = R"(
record Lock native:std::mutex
record Table m:Lock size:int
declare Lock capability
declare Lock::take acquires
declare Lock::give releases
function Lock::take this:Lock*
  call std::mutex::lock &this->native
end
function Lock::give this:Lock*
  call std::mutex::unlock &this->native
end
function Table::grow this:Table*
  call TAKE &this->Table::m
  write this->size
  call GIVE &this->Table::m
end
)";

TEST(InferredForClang, TakenByADeclaredFunction) {
  const std::string text =
      replaced(replaced(kFollowed, "TAKE", "Lock::take"), "GIVE", "Lock::give");
  EXPECT_THAT(inferredIn(text), ElementsAre("GUARDED_BY Table::size m"));
  EXPECT_TRUE(inferenceOf(text).annotations.front().isFollowed);
}

TEST(InferredForClang, NotInAWayThatItDoesNotSee) {
  const std::string text = replaced(replaced(kFollowed, "TAKE", "take"), "GIVE", "give") + R"(
function take lock:Lock*
  call Lock::take lock
end
function give lock:Lock*
  call Lock::give lock
end
function Table::shrink this:Table*
  call take &this->Table::m
  write this->size
  call give &this->Table::m
end
)";
  EXPECT_THAT(inferredIn(text), IsEmpty());
  EXPECT_THAT(notesIn(text), Contains(HasSubstr("Clang does not see")));
}

// Table::sum asserts that its caller has the lock.
std::string asserting(const std::string& behind, const std::string& caller) {
  return replaced(replaced(kFollowed, "TAKE", "Lock::take"), "GIVE", "Lock::give") + R"(
declare Lock::check asserts
function Lock::check this:Lock*
end
function Table::sum this:Table*
  call Lock::check &this->Table::m
)" + behind +
         R"(
end
function Table::print this:Table*
)" + caller +
         "\nend\n";
}
const std::string kTaken = R"(
  call Lock::take &this->Table::m
  call Table::sum this
  call Lock::give &this->Table::m
)";

TEST(InferredForClang, WhoAssertsRequires) {
  EXPECT_THAT(inferredIn(asserting("", kTaken)),
              ElementsAre("GUARDED_BY Table::size m", "REQUIRES Table::sum m"));
  EXPECT_THAT(inferredIn(asserting("", "call Table::sum this")),
              ElementsAre("GUARDED_BY Table::size m"));
}

TEST(InferredForClang, WhoReleasesMeanwhileRequires) {
  const std::string behind = R"(
  call Lock::give &this->Table::m
  call Lock::take &this->Table::m
)";
  const auto without = [&](const std::string& caller) {
    return replaced(asserting(behind, caller), "  call Lock::check &this->Table::m\n", "");
  };
  EXPECT_THAT(inferredIn(without(kTaken)),
              ElementsAre("GUARDED_BY Table::size m", "REQUIRES Table::sum m"));
  EXPECT_THAT(inferredIn(without("call Table::sum this")), ElementsAre("GUARDED_BY Table::size m"));
}

TEST(InferredForClang, AnAssertionIsOverOnceTheLockIsReleased) {
  EXPECT_THAT(inferredIn(asserting("write this->size", kTaken)),
              ElementsAre("GUARDED_BY Table::size m", "REQUIRES Table::sum m"));
  const std::string released = R"(
  call Lock::give &this->Table::m
  write this->size
  call Lock::take &this->Table::m
)";
  EXPECT_THAT(inferredIn(asserting(released, kTaken)), ElementsAre("REQUIRES Table::sum m"));
}

}  // namespace
}  // namespace gordian::analyzer::test
