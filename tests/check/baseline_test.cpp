#include "report/baseline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "check/static_findings.hpp"
#include "findings.hpp"
#include "report/errors.hpp"

namespace gordian::cli::testing {
namespace {

using ::testing::HasSubstr;

class BaselineFile : public ::testing::Test {
 protected:
  BaselineFile() {
    std::string name = ::testing::TempDir() + "baseline-XXXXXX";
    folder_ = mkdtemp(name.data());
    file_ = folder_ + "/gordian-baseline.json";
  }
  ~BaselineFile() override { std::filesystem::remove_all(folder_); }

  Baseline readBack(const std::string& text) {
    std::ofstream(file_) << text;
    return Baseline::read(file_);
  }
  std::string errorOf(const std::string& text) {
    try {
      readBack(text);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "none";
  }

  std::string folder_;
  std::string file_;
};

Baseline both() {
  Baseline baseline(std::vector<GoneFinding>{});
  baseline.add(findingOf(unguarded()));
  baseline.add(findingOf(cycle()));
  return baseline;
}

TEST_F(BaselineFile, IsReadAsItWasWritten) {
  const Baseline baseline = readBack(both().text());
  EXPECT_EQ(baseline.text(), both().text());
  EXPECT_EQ(baseline.size(), 2U);
  EXPECT_TRUE(baseline.has(findingOf(cycle())));
  EXPECT_FALSE(baseline.has(findingOf(missingUnlock())));
}

TEST_F(BaselineFile, ThatIsBrokenIsNamedWithTheReason) {
  EXPECT_THAT(errorOf("{"), HasSubstr("gordian-baseline.json: parse error at line 1"));
  EXPECT_THAT(errorOf("[]"), HasSubstr("not a JSON object"));
  EXPECT_THAT(errorOf("{}"), HasSubstr("'schema' is not a text"));
  EXPECT_THAT(errorOf(R"({"schema": "x"})"), HasSubstr("its schema is not gordian-baseline/1"));
  EXPECT_THAT(errorOf(R"({"schema": "gordian-baseline/1", "version": "1", "findings": 3})"),
              HasSubstr("'findings' is not a list"));
  EXPECT_THAT(errorOf(R"({"schema": "gordian-baseline/1", "version": "1", "findings": [3]})"),
              HasSubstr("not a JSON object"));
  EXPECT_THAT(errorOf(std::string(100'000, '[')), HasSubstr("parse error"));
  EXPECT_THAT(errorOf("[1e999]"), HasSubstr("gordian-baseline.json: number overflow"));
  EXPECT_LT(errorOf("[" + std::string(100'000, '9') + "]").size(), 1'000U);
  std::filesystem::remove(file_);
  EXPECT_THROW(Baseline::read(file_), UsageError);
  EXPECT_THROW(Baseline::read(folder_), UsageError);
}

TEST(Baseline, SeparatesNewKnownAndGone) {
  Report report;
  report.findings = {findingOf(unguarded()), findingOf(missingUnlock())};
  both().apply(report, true);
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].id, "GD404");
  ASSERT_EQ(report.known.size(), 1U);
  EXPECT_EQ(report.known[0].id, "GD401");
  ASSERT_EQ(report.gone.size(), 1U);
  EXPECT_EQ(report.gone[0].id, "GD101");
  EXPECT_TRUE(report.hasBaseline);
}

TEST(Baseline, SaysNothingOfWhatIsGoneWhenNotAllWasSeen) {
  Report report;
  both().apply(report, false);
  EXPECT_TRUE(report.gone.empty());
}

TEST(Baseline, WhatIsSuppressedIsNotGone) {
  Report report;
  report.suppressed = {findingOf(unguarded()), findingOf(cycle())};
  both().apply(report, true);
  EXPECT_TRUE(report.gone.empty());
}

}  // namespace
}  // namespace gordian::cli::testing
