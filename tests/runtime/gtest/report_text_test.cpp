#include "report_text.hpp"

#include <gtest/gtest.h>

namespace gordian::gtest {
namespace {

TEST(ReportText, HasABlockForEachFinding) {
  const auto findings = parseFindings(
      "src/a:b.cpp:41:7: warning: potential deadlock x -> y -> x [GD101 7c3f01ab22]\n"
      "  T1 holds x, asks for y\n"
      "  tests: A.One, A.Two\n"
      "\n"
      "error: taken twice [GD102 0011]\n"
      "\n");
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].fingerprint, "GD101 7c3f01ab22");
  EXPECT_EQ(findings[0].file, "src/a:b.cpp");
  EXPECT_EQ(findings[0].line, 41);
  EXPECT_EQ(findings[0].text,
            "gordian: potential deadlock x -> y -> x [GD101 7c3f01ab22]\n"
            "  T1 holds x, asks for y\n"
            "  tests: A.One, A.Two");
  EXPECT_EQ(findings[0].tests, (std::vector<std::string>{"A.One", "A.Two"}));
  EXPECT_EQ(findings[1].fingerprint, "GD102 0011");
  EXPECT_EQ(findings[1].file, "");
  EXPECT_EQ(findings[1].text, "gordian: taken twice [GD102 0011]");
}

TEST(ReportText, IsNothingWithoutHeadlines) {
  EXPECT_TRUE(parseFindings("").empty());
  EXPECT_TRUE(parseFindings("hello\n  world\n\n").empty());
  EXPECT_TRUE(parseFindings("a.cpp:1:1: warning: without a fingerprint\n").empty());
  EXPECT_TRUE(parseFindings("  a.cpp:1:1: warning: indented [GD101 ab]\n").empty());
}

}  // namespace
}  // namespace gordian::gtest
