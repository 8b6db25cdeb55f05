#include "symbols/function_names.hpp"

#include <gtest/gtest.h>

namespace gordian::cli::symbols {
namespace {

TEST(ShortFunction, HasNeitherParametersNorReturnType) {
  EXPECT_EQ(shortFunction("transfer(Account&, Account&)"), "transfer");
  EXPECT_EQ(shortFunction("int bank::max<int>(int, int)"), "bank::max<int>");
  EXPECT_EQ(shortFunction("Queue<int>::push(int const&) const"), "Queue<int>::push");
  EXPECT_EQ(shortFunction("main"), "main");
}

TEST(ShortFunction, KeepsOperators) {
  EXPECT_EQ(shortFunction("Clock::operator()() const"), "Clock::operator()");
  EXPECT_EQ(shortFunction("operator<<(std::ostream&, Money const&)"), "operator<<");
  EXPECT_EQ(shortFunction("bool operator< <int>(A<int> const&, A<int> const&)"), "operator<<int>");
  EXPECT_EQ(shortFunction("Lock::operator bool() const"), "Lock::operator bool");
  EXPECT_EQ(shortFunction("Pointer::operator->() const"), "Pointer::operator->");
}

TEST(ShortFunction, WritesLambdasAsTheirPlace) {
  EXPECT_EQ(shortFunction("main::{lambda()#1}::operator()() const"), "main::{lambda}");
  EXPECT_EQ(shortFunction("main::$_0::operator()() const"), "main::{lambda}");
  EXPECT_EQ(shortFunction("run(int)::{lambda(auto:1)#2}::operator()<int>(int) const"),
            "run::{lambda}::operator()<int>");
}

TEST(ShortFunction, ShortensTheLibrarysNames) {
  EXPECT_EQ(shortFunction("log(std::__cxx11::basic_string<char, std::char_traits<char>, "
                          "std::allocator<char> > const&)"),
            "log");
  EXPECT_EQ(shortFunction("std::vector<int, std::allocator<int> >::push_back(int&&)"),
            "std::vector<int>::push_back");
  EXPECT_EQ(shortFunction("Map<std::__cxx11::basic_string<char, std::char_traits<char>, "
                          "std::allocator<char> > >::at[abi:cxx11](int)"),
            "Map<std::string>::at");
  EXPECT_EQ(shortFunction("void std::__invoke_impl<void, main::{lambda()#1}, int, long, char>("
                          "std::__invoke_other, main::{lambda()#1}&&)"),
            "std::__invoke_impl<...>");
  EXPECT_EQ(shortFunction("(anonymous namespace)::work(int)"), "work");
}

TEST(FunctionName, DemanglesAndDropsTheCompilersSuffixes) {
  EXPECT_EQ(functionName("_ZN4bank8transferERNS_7AccountES1_"), "bank::transfer");
  EXPECT_EQ(functionName("_Z4worki.part.0"), "work");
  EXPECT_EQ(functionName("worker_loop.constprop.0"), "worker_loop");
  EXPECT_EQ(functionName("_Znot mangled"), "_Znot mangled");
  EXPECT_EQ(variableName("_ZZ4mainE1m"), "main::m");
  EXPECT_EQ(variableName("lock.1234"), "lock");
}

TEST(FunctionName, SurvivesHostileText) {
  EXPECT_EQ(printable("a\x1b[31mb\n"), "a?[31mb?");
  EXPECT_LE(printable(std::string(10'000, 'x')).size(), 203u);
  for (const char c : {'<', '(', '{', '>', ')', '}', '[', ','}) {
    EXPECT_LE(shortFunction(std::string(100'000, c)).size(), 203u);
  }
  EXPECT_NO_FATAL_FAILURE(shortFunction("operator"));
  EXPECT_NO_FATAL_FAILURE(shortFunction("{lambda("));
  EXPECT_NO_FATAL_FAILURE(functionName("_Z" + std::string(100'000, 'P') + "i"));
}

}  // namespace
}  // namespace gordian::cli::symbols
