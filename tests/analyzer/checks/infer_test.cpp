// What gordian annotate infers of data, in pairs: what could be annotated, and the same where
// Clang, or the truth, would object.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"
#include "inferred_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(InferredGuard, HeldAtEveryUse) {
  EXPECT_THAT(inferredIn(put("", "")), ElementsAre("GUARDED_BY Account::balance m"));
  const Inference inference = inferenceOf(put("", ""));
  EXPECT_EQ(inference.annotations.front().at.line, 2U);
  EXPECT_EQ(inference.annotations.front().name, "balance");
  EXPECT_EQ(inference.annotations.front().lockType, "std::mutex");
  EXPECT_FALSE(inference.annotations.front().isFollowed);
}

TEST(InferredGuard, NotWhereOneUseIsWithout) {
  EXPECT_THAT(inferredIn(put("", "read this->balance")), IsEmpty());
  EXPECT_THAT(inferredIn(put("", "write this->balance")), IsEmpty());
  EXPECT_THAT(notesIn(put("", "write this->balance")), IsEmpty());  // gordian check tells it
  // Nobody else writes, so that read needs no lock; Clang does not know.
  EXPECT_THAT(notesIn(put("", "read this->balance")),
              ElementsAre(HasSubstr("'Account::put' (line 29) uses it without")));
}

TEST(InferredGuard, NotWhereAnotherNameIsUsedWithout) {
  EXPECT_THAT(inferredIn(put("", "call poke &this->balance") + R"(
function poke p:int*
  write *p
end
)"),
              IsEmpty());
}

TEST(InferredGuard, ConstructorsNeedNoLock) {
  EXPECT_THAT(inferredIn(put("", "") + R"(
function Account::Account this:Account* constructor
  write this->balance
end
)"),
              ElementsAre("GUARDED_BY Account::balance m"));
}

TEST(InferredGuard, ChangedByWhoGetsItsAddress) {
  const std::string text = R"(
record Node next:int
record Cache m:std::mutex head:Node
function append list:Node*
  ACCESS list->next
end
function Cache::put this:Cache*
  call std::mutex::lock &this->Cache::m
  call append &this->head
  call std::mutex::unlock &this->Cache::m
end
function Cache::get this:Cache*
  call std::mutex::lock &this->Cache::m
  read this->head.next
  call std::mutex::unlock &this->Cache::m
end
)";
  EXPECT_THAT(inferredIn(replaced(text, "ACCESS", "write")),
              ElementsAre("GUARDED_BY Cache::head m"));
  EXPECT_THAT(inferredIn(replaced(text, "ACCESS", "read")), IsEmpty());
}

TEST(InferredGuard, NotOfWhatNobodyShares) {
  const std::string text = R"(
global m:std::mutex
global n:int
function main
  call std::mutex::lock &m
  write n
  call std::mutex::unlock &m
end
)";
  EXPECT_THAT(inferredIn(text), IsEmpty());
  EXPECT_THAT(inferredIn(replaced(text, "main", "somebody")), ElementsAre("GUARDED_BY n m"));
}

TEST(InferredGuard, NotOfWhatNobodyChanges) {
  EXPECT_THAT(inferredIn(replaced(put("", ""), "write this->balance", "read this->balance")),
              IsEmpty());
}

TEST(InferredGuard, OfTwoLocksThatAreAlwaysHeldNone) {
  const std::string text = R"(
global m:std::mutex
global k:std::mutex
global n:int
function somebody
  call std::mutex::lock &m
  call std::mutex::lock &k
  write n
  call std::mutex::unlock &k
  call std::mutex::unlock &m
end
)";
  EXPECT_THAT(inferredIn(text), IsEmpty());
  EXPECT_THAT(notesIn(text), ElementsAre(HasSubstr("which one is meant is not known")));
}

TEST(InferredGuard, TheLockMustHaveAName) {
  const std::string text = R"(
global n:int
global m:std::mutex
function somebody
  call std::mutex::lock &m
  read n
  write n
  call std::mutex::unlock &m
end
)";
  EXPECT_THAT(inferredIn(text), IsEmpty());
  EXPECT_THAT(notesIn(text), ElementsAre(HasSubstr("declared elsewhere, or later")));
}

TEST(InferredGuard, HeldForReadingIsEnoughToRead) {
  const std::string text = R"(
record Table m:std::shared_mutex size:int
function Table::grow this:Table*
  call std::shared_mutex::lock &this->Table::m
  write this->size
  call std::shared_mutex::unlock &this->Table::m
end
function Table::count this:Table*
  call std::shared_mutex::lock_shared &this->Table::m
  ACCESS this->size
  call std::shared_mutex::unlock_shared &this->Table::m
end
)";
  EXPECT_THAT(inferredIn(replaced(text, "ACCESS", "read")),
              ElementsAre("GUARDED_BY Table::size m"));
  EXPECT_THAT(inferredIn(replaced(text, "ACCESS", "write")), IsEmpty());
}

TEST(InferredGuard, IsNotGivenWhereItCannotBeWritten) {
  const Inference inference =
      inferenceOf(put("", ""), [](const Annotation&) { return "its name comes out of a macro"; });
  EXPECT_THAT(inference.annotations, IsEmpty());
  ASSERT_EQ(inference.notes.size(), 1U);
  EXPECT_THAT(inference.notes[0].text, HasSubstr("comes out of a macro"));
}

}  // namespace
}  // namespace gordian::analyzer::test
