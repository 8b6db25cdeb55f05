#include "check/project.hpp"

#include <gmock/gmock.h>

#include "check/changed_files.hpp"
#include "check/subprocess.hpp"
#include "temporary_folder.hpp"

namespace gordian::cli::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using Sources = std::vector<std::string>;

class ProjectFolder : public InFolder {};

TEST_F(ProjectFolder, IsThatOfTheConfiguration) {
  const Project project("/p", "/p/build", Sources{"/p/a.c"});
  EXPECT_EQ(project.root(), "/p");
  EXPECT_TRUE(project.has("/p/lib/x.h"));
  EXPECT_FALSE(project.has("/pp/x.h"));
  EXPECT_FALSE(project.has("/usr/include/stdio.h"));
  EXPECT_FALSE(project.has("/p"));
}

TEST_F(ProjectFolder, IsElseTheCheckoutAroundHere) {
  write(".git/HEAD", "");
  write("src/a.c", "");
  EXPECT_EQ(Project("", folder / "src", Sources{folder / "src/a.c"}).root(), folder);
  EXPECT_EQ(Project("", folder / "src", {}).root(), folder);
}

TEST_F(ProjectFolder, IsElseWhatSourcesHaveInCommon) {
  EXPECT_EQ(Project("/p", "/p", Sources{"/q/src/a.c", "/q/lib/b.c"}).root(), "/q");
  EXPECT_EQ(Project("/p", "/p", Sources{"/q/a.c", "/r/b.c"}).root(), "/");
  EXPECT_TRUE(Project("/p", "/p", Sources{"/q/a.c", "/r/b.c"}).has("/x"));
}

TEST(OutputOf, ReadsBothStreamsAndTheStatus) {
  const Output output = outputOf({"sh", "-c", "echo out; echo err >&2; exit 3"});
  EXPECT_EQ(output.out, "out\n");
  EXPECT_EQ(output.err, "err\n");
  EXPECT_EQ(output.status, 3);
  EXPECT_EQ(outputOf({"sh", "-c", "kill -9 $$"}).status, 137);
  EXPECT_EQ(outputOf({"/none/at/all"}).error, ENOENT);
  EXPECT_EQ(outputOf({"pwd"}, "/").out, "/\n");
  EXPECT_EQ(outputOf({"pwd"}, "/none").error, ENOENT);
  EXPECT_EQ(outputOf({"sh", "-c", "yes | head -c 100000"}, {}, 1000).out.size(), 1000U);
  EXPECT_EQ(outputOf({"cat"}).out, "") << "nothing can be typed";
  EXPECT_NE(programNamed("sh"), "");
  EXPECT_EQ(programNamed("no-such-program-at-all"), "");
}

class Checkout : public InFolder {
 protected:
  void git(const std::string& words) const {
    const std::string identity = "git -c user.name=a -c user.email=a@b.c -c commit.gpgsign=false ";
    ASSERT_EQ(outputOf({"sh", "-c", identity + words}, folder).status, 0) << words;
  }
};

TEST_F(Checkout, KnowsWhatHasChanged) {
  git("init -q .");
  write("same.c", "1");
  write("sub/changed.c", "1");
  write("deleted.c", "1");
  git("add .");
  git("commit -qm first");
  write("committed.c", "1");
  git("add .");
  git("commit -qm second");
  write("sub/changed.c", "2");
  write("new \xc3\xbc.c", "1");
  write("ignored.o", "1");
  write(".gitignore", "*.o\n");
  std::filesystem::remove(folder / "deleted.c");
  const std::string at = folder.native() + "/";
  EXPECT_THAT(changedSince("HEAD", folder / "sub"),
              ElementsAre(at + ".gitignore", at + "deleted.c", at + "new \xc3\xbc.c",
                          at + "sub/changed.c"));
  EXPECT_EQ(changedSince("HEAD~1", folder).count(at + "committed.c"), 1U);
}

TEST_F(Checkout, SaysWhatIsWrong) {
  EXPECT_THAT(errorOf([&] { changedSince("HEAD", folder); }),
              StartsWith("--changed-since: this is no git checkout (git: "));
  git("init -q .");
  EXPECT_THAT(errorOf([&] { changedSince("v1", folder); }), HasSubstr("no revision 'v1'"));
  EXPECT_THAT(errorOf([&] { changedSince("--help", folder); }), HasSubstr("no revision '--help'"));
}

}  // namespace
}  // namespace gordian::cli::testing
