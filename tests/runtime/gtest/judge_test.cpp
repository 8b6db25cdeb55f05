// Which test a finding belongs to. The command gordian is a script here that notes how it is
// called.
#include "judge.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <recording_builder.hpp>

namespace gordian::gtest {
namespace {

using testing::RecordingBuilder;
using testing::TemporaryFolder;
using Texts = std::vector<std::string>;

Texts textsOf(const std::vector<Finding>& findings) {
  Texts texts;
  for (const Finding& finding : findings) texts.push_back(finding.text);
  return texts;
}

class TheJudge : public ::testing::Test {
 protected:
  TheJudge() {
    unsetenv("GORDIAN_FAIL_ON");
    builder_.process("/bin/test", "/", {}).thread(0).thread(1, 0, 0).thread(2, 0, 1);
    builder_.lock(1, 0x10).lock(2, 0x20);
  }

  void begin(const std::string& test) { builder_.marker(recording::kTestBegin, test); }
  void end(const std::string& test) { builder_.marker(recording::kTestEnd, test); }
  std::string file() {
    return folder_.write("one.gdr", builder_.bytes() + std::string(64, '\0')).string();
  }
  // Prints `output` and appends its arguments to the file "calls".
  std::string command(const std::string& output, int status = 1) {
    const auto script = folder_.write(
        "gordian", "#!/bin/sh\necho \"$GORDIAN_DISABLE $@\" >> '" + folder_.path("calls").string() +
                       "'\nprintf '" + output + "'\nexit " + std::to_string(status) + "\n");
    chmod(script.c_str(), 0700);
    return script.string();
  }
  Texts calls() {
    std::ifstream stream(folder_.path("calls"));
    Texts lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }

  TemporaryFolder folder_;
  RecordingBuilder builder_;
};

constexpr char kBlock[] = "a.cpp:1:2: warning: it [GD101 aa]\\n  more\\n\\n";

TEST_F(TheJudge, GivesACycleToTheTestThatShowsIt) {
  Judge judge(command(kBlock));
  begin("A.One");
  builder_.dependency(1, 1, 2, 1).dependency(2, 2, 1, 2);
  const std::string span = std::to_string(builder_.bytes().size());
  end("A.One");
  EXPECT_EQ(textsOf(judge.afterTest(file(), "A.One")), Texts{"gordian: it [GD101 aa]\n  more"});
  ASSERT_EQ(calls().size(), 1U);
  const std::string call = calls()[0];
  EXPECT_EQ(call.find("1 report --at-test " + file() + " --between "), 0U) << call;
  EXPECT_EQ(call.substr(call.rfind(':') + 1), span) << "the end of the test";

  EXPECT_EQ(textsOf(judge.afterAll(file())), Texts{}) << "it was reported already";
}

TEST_F(TheJudge, GivesACycleAcrossTestsToNone) {
  Judge judge(command(kBlock));
  begin("A.One");
  builder_.dependency(1, 1, 2, 1);
  end("A.One");
  EXPECT_EQ(textsOf(judge.afterTest(file(), "A.One")), Texts{});
  begin("A.Two");
  builder_.dependency(2, 2, 1, 2);
  end("A.Two");
  EXPECT_EQ(textsOf(judge.afterTest(file(), "A.Two")), Texts{});
  EXPECT_EQ(calls(), Texts{}) << "nothing to ask the command for";
  EXPECT_EQ(judge.afterAll(file()).size(), 1U);
  EXPECT_EQ(calls(), Texts{"1 report --at-test " + file()});
}

TEST_F(TheJudge, ReportsNothingTwice) {
  Judge judge(command(kBlock));
  begin("A.One");
  builder_.dependency(1, 1, 2, 1).dependency(2, 2, 1, 2);
  end("A.One");
  EXPECT_EQ(judge.afterTest(file(), "A.One").size(), 1U);
  begin("A.Two");
  builder_.revisit(1, 5).revisit(2, 5);
  end("A.Two");
  EXPECT_EQ(judge.afterTest(file(), "A.Two").size(), 0U);
  EXPECT_EQ(calls().size(), 1U) << "a known cycle does not run the command again";
}

TEST_F(TheJudge, SaysWhatToTypeWithoutTheCommand) {
  Judge judge("");
  begin("A.One");
  builder_.dependency(1, 1, 2, 1).dependency(2, 2, 1, 2);
  end("A.One");
  const auto findings = judge.afterTest(file(), "A.One");
  ASSERT_EQ(findings.size(), 1U);
  const std::string& text = findings[0].text;
  EXPECT_EQ(text.find("gordian: potential deadlock lock #0 at 0x10 -> lock #1 at 0x20 -> lock #0"),
            0U)
      << text;
  EXPECT_NE(text.find("\n  gordian report " + file()), std::string::npos) << text;
}

TEST_F(TheJudge, SaysWhatToTypeWhenTheCommandFails) {
  Judge judge(command(kBlock, 2));
  begin("A.One");
  builder_.dependency(1, 1, 2, 1).dependency(2, 2, 1, 2);
  end("A.One");
  const auto findings = judge.afterTest(file(), "A.One");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].text.find("gordian report "), std::string::npos);
}

TEST_F(TheJudge, KeepsToTheLevelThatFails) {
  setenv("GORDIAN_FAIL_ON", "never", 1);
  Judge judge("");
  begin("A.One");
  builder_.dependency(1, 1, 2, 1).dependency(2, 2, 1, 2);
  end("A.One");
  EXPECT_EQ(judge.afterTest(file(), "A.One").size(), 0U);
}

TEST_F(TheJudge, HasNoSayWithoutAReadableRecording) {
  Judge judge("");
  EXPECT_THROW(judge.afterTest(folder_.write("one.gdr", "nonsense"), "A.One"),
               recording::RecordingError);
}

}  // namespace
}  // namespace gordian::gtest
