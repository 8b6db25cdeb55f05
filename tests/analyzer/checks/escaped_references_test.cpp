// GD403: addresses of guarded data that outlive the lock.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_text.hpp"

namespace gordian::analyzer::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kConfig = R"(record Config m:std::mutex name:int
function set this:Config*
  call std::mutex::lock &this->m
  write this->name
  call std::mutex::unlock &this->m
end
function clear this:Config*
  call std::mutex::lock &this->m
  write this->name
  call std::mutex::unlock &this->m
end
line 20
)";

std::vector<std::string> found(const std::string& body) {
  return findingsIn({kConfig + body});
}

TEST(EscapedReference, AnAddressThatIsGivenBackIsPossible) {
  EXPECT_THAT(found(R"(function get this:Config*
  local g:std::lock_guard
  call std::lock_guard::lock_guard &g &this->m
  return &this->name
  call std::lock_guard::~lock_guard &g
end)"),
              ElementsAre("GD403 possible Config::name 23"));
}

TEST(EscapedReference, WithTheLockStillHeldIsNone) {
  EXPECT_THAT(found(R"(function get this:Config*
  call std::mutex::lock &this->m
  return &this->name
end)"),
              IsEmpty());
}

TEST(EscapedReference, UsedByACallerWithoutTheLockIsLikely) {
  EXPECT_THAT(found(R"(function get this:Config*
  local g:std::lock_guard
  call std::lock_guard::lock_guard &g &this->m
  return &this->name
  call std::lock_guard::~lock_guard &g
end
function use this:Config*
  local p:int*
  p = call get this
  read *p
end)"),
              testing::Contains("GD403 likely Config::name 23"));
}

TEST(EscapedReference, OutOfACallersLockIsNone) {
  EXPECT_THAT(found(R"(function get this:Config*
  return &this->name
end)"),
              IsEmpty());
}

TEST(EscapedReference, StoredForTheCallerIsPossible) {
  EXPECT_THAT(found(R"(function get this:Config* out:int*
  call std::mutex::lock &this->m
  *out = &this->name
  call std::mutex::unlock &this->m
end)"),
              ElementsAre("GD403 possible Config::name 22"));
}

TEST(EscapedReference, WhatNobodyWritesUnderTheLockIsNone) {
  EXPECT_THAT(findingsIn({replaced(kConfig, "write", "read") + R"(function get this:Config* out:int*
  call std::mutex::lock &this->m
  *out = &this->name
  call std::mutex::unlock &this->m
end)"}),
              IsEmpty());
}

}  // namespace
}  // namespace gordian::analyzer::test
