#include "report/declared_order.hpp"

#include <gtest/gtest.h>

namespace gordian::cli::testing {
namespace {

TEST(DeclaredOrder, MatchesWholeNamesAndStars) {
  EXPECT_TRUE(matchesPattern("Bank::registry", "Bank::registry"));
  EXPECT_FALSE(matchesPattern("Bank::registry", "Bank::registry2"));
  EXPECT_TRUE(matchesPattern("forks[2]", "forks[2]"));
  EXPECT_TRUE(matchesPattern("*", ""));
  EXPECT_TRUE(matchesPattern("Account::*", "Account::m"));
  EXPECT_TRUE(matchesPattern("*::m*x", "A::B::mutex"));
  EXPECT_FALSE(matchesPattern("*::m*x", "A::B::mute"));
  EXPECT_FALSE(matchesPattern("", "m"));
}

TEST(DeclaredOrder, TakesTheMostPreciseAndTellsWhatMatchedNothing) {
  DeclaredOrder order({{"*", 1}, {"Account::*", 2}, {"alice.m", 3}, {"Ledger::m", 4}});
  EXPECT_EQ(order.rankOf({"alice.m", "Account::m", {}}), 3);
  EXPECT_EQ(order.rankOf({"bob.m", "Account::m", {}}), 2);
  EXPECT_EQ(order.rankOf({"queue.m", "Queue::m", {}}), 1);
  EXPECT_EQ(order.unmatched(), std::vector<std::string>{"Ledger::m"});
}

}  // namespace
}  // namespace gordian::cli::testing
