#include <gtest/gtest.h>
#include <signal.h>

#include "commands/child.hpp"
#include "commands/command_line.hpp"
#include "commands/console.hpp"
#include "commands/environment.hpp"
#include "commands/outcome.hpp"

namespace gordian::cli::testing {
namespace {

constexpr int exited(int status) {
  return status << 8;
}

TEST(Preload, OurLibraryComesFirst) {
  EXPECT_EQ(composePreload("", "/g/ours.so", {}), "/g/ours.so");
  EXPECT_EQ(composePreload("/a.so /b.so:/c.so", "/g/ours.so", {}), "/g/ours.so:/a.so:/b.so:/c.so");
  EXPECT_EQ(composePreload("/g/ours.so:/a.so", "/g/ours.so", {}), "/g/ours.so:/a.so");
}

TEST(Preload, SanitizersComeBeforeIt) {
  EXPECT_EQ(composePreload("/a.so:/usr/lib/libasan.so.8", "/g/ours.so", {}),
            "/usr/lib/libasan.so.8:/g/ours.so:/a.so");
  EXPECT_EQ(composePreload("", "/g/ours.so", {"libasan.so.8", "libc.so.6"}),
            "libasan.so.8:/g/ours.so");
  EXPECT_EQ(composePreload("/usr/lib/libasan.so.8", "/g/ours.so", {"libasan.so.8"}),
            "/usr/lib/libasan.so.8:/g/ours.so");
}

TEST(Child, SignalsEndThisProcessAgainOnceItIsGone) {
  const ChildResult result = runChild({"/bin/true"}, [] {});
  EXPECT_EQ(result.waitStatus, 0);
  for (const int number : {SIGTERM, SIGHUP, SIGINT}) {
    struct sigaction action {};
    sigaction(number, nullptr, &action);
    EXPECT_EQ(action.sa_handler, SIG_DFL) << number;
  }
}

TEST(Outcome, KeepsTheProgramsOwnStatus) {
  Settings settings;
  settings.requireEvidence = true;
  EXPECT_EQ(outcomeOf(exited(0), false, true, settings).status, 0);
  EXPECT_EQ(outcomeOf(exited(0), true, true, settings).status, 66);
  EXPECT_EQ(outcomeOf(exited(3), true, true, settings).status, 3);
  EXPECT_EQ(outcomeOf(exited(0), false, false, settings).status, 78);
  EXPECT_EQ(outcomeOf(exited(3), false, false, settings).status, 3);
  EXPECT_EQ(outcomeOf(SIGTERM, true, true, settings).signal, SIGTERM);
}

TEST(Outcome, IsADeadlockWhenOneHappened) {
  HangOutcome hangs;
  hangs.isFound = true;
  EXPECT_EQ(outcomeOf(exited(0), true, true, {}, hangs).status, 67);
  EXPECT_EQ(outcomeOf(exited(3), true, true, {}, hangs).status, 3);
  EXPECT_EQ(outcomeOf(SIGINT, true, true, {}, hangs).signal, SIGINT);
  hangs.endedSome = true;  // of its descendants: what it says then is about their end
  EXPECT_EQ(outcomeOf(exited(3), true, true, {}, hangs).status, 67);
  Settings never;
  never.failOn = FailOn::Never;
  EXPECT_EQ(outcomeOf(exited(0), false, true, never, hangs).status, 0);
  hangs.endedRoot = true;
  EXPECT_EQ(outcomeOf(SIGKILL, true, true, never, hangs).status, 67);
  EXPECT_EQ(outcomeOf(SIGKILL, true, true, never, hangs).signal, 0);
}

TEST(Outcome, SaysWhenItIsNot) {
  EXPECT_EQ(outcomeOf(exited(5), true, true, {}).said, "");
  EXPECT_NE(outcomeOf(exited(0), true, true, {}).said, "");
}

TEST(Console, WordsToTypeAreQuotedWhereAShellNeedsIt) {
  EXPECT_EQ(shellWords({".gordian/runs/1", "a b", "it's", ""}),
            ".gordian/runs/1 'a b' 'it'\\''s' ''");
}

TEST(CommandLine, TheProgramsWordsAreItsOwn) {
  CLI::App app("test", "gordian");
  std::vector<std::string> program;
  const Action action = addRun(app, program);
  using Words = std::vector<std::string>;
  EXPECT_EQ(ownWords(app, {"run", "--quiet", "--", "./a", "--quiet"}, program),
            (Words{"run", "--quiet"}));
  EXPECT_EQ(program, (Words{"./a", "--quiet"}));
  EXPECT_EQ(ownWords(app, {"run", "--record", "dir", "./a", "--", "-x"}, program),
            (Words{"run", "--record", "dir"}));
  EXPECT_EQ(program, (Words{"./a", "--", "-x"}));
  EXPECT_EQ(ownWords(app, {"run", "--record=dir", "./a"}, program), (Words{"run", "--record=dir"}));
  EXPECT_EQ(ownWords(app, {"run", "--record"}, program), (Words{"run", "--record"}));
  EXPECT_TRUE(program.empty());
}

}  // namespace
}  // namespace gordian::cli::testing
