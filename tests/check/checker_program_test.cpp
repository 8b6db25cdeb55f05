// Which gordian-check is there: asked once, and again when a file that its answer depends on
// changes.
#include "check/checker_program.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "temporary_folder.hpp"

namespace gordian::cli::testing {
namespace {

namespace fs = std::filesystem;

class Checker : public InFolder {
 protected:
  Checker() {
    fs::create_directories(folder / "bin");
    fs::create_symlink(GORDIAN_FAKE_CHECKER, folder / "bin/gordian-check");
    setenv("GORDIAN_HOME", folder.c_str(), 1);
    unsetenv("LD_LIBRARY_PATH");
    unsetenv("LD_PRELOAD");
  }
  ~Checker() override {
    for (const char* name : {"GORDIAN_HOME", "FAKE_CHECKER_VERSION", "FAKE_CHECKER_FILE"})
      unsetenv(name);
  }

  // What it says when it is asked.
  static void says(const char* version, const std::string& file) {
    setenv("FAKE_CHECKER_VERSION", version, 1);
    setenv("FAKE_CHECKER_FILE", file.c_str(), 1);
  }
  std::string version() const { return findCheckerProgram(folder).version; }
};

constexpr const char* kOldFile = "/bin/sh";

TEST_F(Checker, IsAskedOnce) {
  says("one", kOldFile);
  const CheckerProgram first = findCheckerProgram(folder);
  EXPECT_EQ(first.version, "one");
  says("two", kOldFile);
  const CheckerProgram again = findCheckerProgram(folder);
  EXPECT_EQ(again.version, "one");
  EXPECT_EQ(again.path, first.path);
  EXPECT_EQ(again.content, first.content);
}

TEST_F(Checker, IsAskedAgainWhenAFileHasChanged) {
  says("one", kOldFile);
  version();
  says("two", kOldFile);
  std::string note = read(folder / "checker");
  const auto size = note.rfind('\n', note.find(kOldFile)) + 1;
  write("checker", note.insert(size, "1"));
  EXPECT_EQ(version(), "two");
  fs::remove(folder / "bin/gordian-check");
  fs::copy_file(GORDIAN_FAKE_CHECKER, folder / "bin/gordian-check");
  says("three", kOldFile);
  EXPECT_EQ(version(), "three") << "another program";
}

TEST_F(Checker, IsAskedAgainWhenAFileMayHaveChanged) {
  says("one", write("library", "just written"));
  version();
  says("two", kOldFile);
  EXPECT_EQ(version(), "two");
  says("three", kOldFile);
  setenv("LD_LIBRARY_PATH", "/elsewhere", 1);
  EXPECT_EQ(version(), "three");
  unsetenv("LD_LIBRARY_PATH");
  EXPECT_EQ(version(), "two") << "of before";
  write("checker", "gordian-checker 1\nzero\n");
  EXPECT_EQ(version(), "three");
}

TEST_F(Checker, IsAskedEachTimeWhenItNamesNoFiles) {
  setenv("FAKE_CHECKER_VERSION", "one", 1);
  EXPECT_EQ(version(), "one");
  setenv("FAKE_CHECKER_VERSION", "two", 1);
  EXPECT_EQ(version(), "two");
}

}  // namespace
}  // namespace gordian::cli::testing
