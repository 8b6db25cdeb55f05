// Units to facts files, with a stand-in for gordian-check.
#include "check/extraction.hpp"

#include <gmock/gmock.h>

#include "check/ninja_run.hpp"
#include "store/facts_file.hpp"
#include "temporary_folder.hpp"

namespace gordian::cli::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
namespace fs = std::filesystem;

TEST(NinjaFile, EscapesWhatIsSpecial) {
  const std::string text =
      ninjaFile("/k$", {{"a $ b\n", "run '$x' a:b", {"/p q/a:b$.facts", "/c"}}});
  EXPECT_THAT(text, HasSubstr("builddir = /k$$\n"));
  EXPECT_THAT(text, HasSubstr("build /p$ q/a$:b$$.facts /c: extract\n"
                              "  words = run '$$x' a:b\n"
                              "  title = a $$ b?\n"));
}

class Engine : public InFolder {
 protected:
  Engine() { fs::create_directories(folder / "work dir"); }

  CompileEntry entry(const std::string& name, const std::string& text) {
    const std::string file = write(name, text + "\n//! trace " + (folder / "read").native() + "\n");
    return {folder, file, {"cc", file}, ""};
  }

  std::vector<UnitFacts> run(const std::vector<CompileEntry>& entries,
                             ExtractionOptions options = {}) {
    options.isQuiet = true;
    fs::remove(folder / "read");
    Extraction extraction(folder / "work dir", {GORDIAN_FAKE_CHECKER, version, {}}, options);
    return extraction.facts(entries);
  }

  // The sources that were read, sorted.
  std::vector<std::string> wereRead() const {
    std::ifstream stream(folder / "read");
    std::vector<std::string> names;
    for (std::string line; std::getline(stream, line);)
      names.push_back(line.substr(0, line.find('\t')));
    std::sort(names.begin(), names.end());
    return names;
  }

  std::string version = "1";
};

TEST_F(Engine, ReadsEachUnitOnce) {
  const std::vector<CompileEntry> entries = {entry("a.c", ""), entry("b c.c", "")};
  std::vector<UnitFacts> units = run(entries);
  EXPECT_THAT(wereRead(), ElementsAre("a.c", "b c.c"));
  for (const UnitFacts& unit : units) {
    EXPECT_EQ(unit.problem, "");
    EXPECT_EQ(analyzer::readFacts(unit.facts).source, unit.entry.file);
  }
  units = run(entries);
  EXPECT_THAT(wereRead(), ElementsAre());
  EXPECT_EQ(analyzer::readFacts(units[1].facts).source, entries[1].file);
}

TEST_F(Engine, ReadsAnewWhatHasChanged) {
  write("x.h", "int x;");
  const std::vector<CompileEntry> entries = {entry("a.c", "#include \"x.h\""), entry("b.c", "")};
  run(entries);
  write("x.h", "int y;");
  run(entries);
  EXPECT_THAT(wereRead(), ElementsAre("a.c"));
  entry("b.c", "int z;");
  run(entries);
  EXPECT_THAT(wereRead(), ElementsAre("b.c"));
  entry("b.c", "");
  run(entries);
  EXPECT_THAT(wereRead(), ElementsAre()) << "as it was before";
}

TEST_F(Engine, ReadsAnewForAnotherCommandOrChecker) {
  std::vector<CompileEntry> entries = {entry("a.c", "")};
  run(entries);
  entries[0].arguments.push_back("-DX");
  run(entries);
  EXPECT_THAT(wereRead(), ElementsAre("a.c"));
  version = "2";
  run(entries);
  EXPECT_THAT(wereRead(), ElementsAre("a.c"));
  ASSERT_EQ(setenv("CPATH", "/x", 1), 0);
  run(entries);
  unsetenv("CPATH");
  EXPECT_THAT(wereRead(), ElementsAre("a.c"));
}

TEST_F(Engine, NamesWhatFailsAndGoesOn) {
  const auto units = run({entry("a.c", ""),
                          entry("crash.c", "//! crash"),
                          entry("refused.c", "//! refuse it is in verse"),
                          entry("z.c", ""),
                          {folder, folder / "none.c", {"cc"}, ""},
                          {folder, folder / "bad.c", {"cc"}, "its response file is gone"}});
  EXPECT_EQ(units[0].problem, "");
  EXPECT_THAT(units[1].problem, StartsWith("reading it ended by signal 11 ("));
  EXPECT_THAT(units[2].problem, HasSubstr("refused.c: it is in verse"));
  EXPECT_EQ(units[3].problem, "");
  EXPECT_THAT(units[4].problem, HasSubstr("no such file"));
  EXPECT_EQ(units[5].problem, "its response file is gone");
  for (const auto i : {1, 2, 4, 5}) EXPECT_TRUE(units[static_cast<std::size_t>(i)].facts.empty());
}

TEST_F(Engine, LosesNobodyElseOfABatch) {
  std::vector<CompileEntry> entries;
  for (int i = 0; i < 40; ++i)
    entries.push_back(entry(std::to_string(i) + ".c", i == 7 ? "//! crash" : ""));
  ExtractionOptions options;
  options.jobs = 1;
  const auto units = run(entries, options);
  for (std::size_t i = 0; i < units.size(); ++i)
    EXPECT_EQ(units[i].problem.empty(), i != 7) << units[i].problem;
}

TEST_F(Engine, PutsALauncherInFront) {
  ExtractionOptions options;
  options.launcher = "echo launched >> '" + (folder / "launched").native() + "' &&";
  run({entry("a.c", "")}, options);
  EXPECT_EQ(read(folder / "launched"), "launched\n");
  EXPECT_THAT(wereRead(), ElementsAre("a.c"));
  options.launcher = "no-such-launcher";
  const auto units = run({entry("b.c", "")}, options);
  EXPECT_THAT(units[0].problem, HasSubstr("no-such-launcher: not found"));
}

TEST_F(Engine, GoesOnWhereItWasInterrupted) {
  const std::vector<CompileEntry> entries = {entry("a.c", ""), entry("b.c", "")};
  run(entries);
  // As if it had died before it could look at what ninja had made.
  for (const auto& cached : fs::recursive_directory_iterator(folder / "work dir/cache")) {
    if (cached.path().extension() != ".facts") continue;
    const std::string key = cached.path().parent_path().filename();
    const auto inputs = read(fs::path(cached.path()).replace_extension(".inputs"));
    fs::copy_file(cached.path(), folder / "work dir/units" / (key + ".facts"));
    write("work dir/units/" + key + ".d", "x: " + inputs);
    if (inputs.find("b.c") != std::string::npos)
      fs::resize_file(folder / "work dir/units" / (key + ".facts"), 3);
  }
  fs::remove_all(folder / "work dir/cache");
  write("work dir/build.ninja", "");
  const auto units = run(entries);
  EXPECT_THAT(wereRead(), ElementsAre()) << "both were finished, as far as one can see";
  EXPECT_NO_THROW(analyzer::readFacts(units[0].facts));
  EXPECT_THROW(analyzer::readFacts(units[1].facts), analyzer::FactsError);
  EXPECT_TRUE(fs::is_empty(folder / "work dir/units"));
}

TEST_F(Engine, ReadsAgainWhatIsDamaged) {
  const std::vector<CompileEntry> entries = {entry("a.c", "")};
  auto units = run(entries);
  fs::resize_file(units[0].facts, 10);
  Extraction extraction(folder / "work dir", {GORDIAN_FAKE_CHECKER, version, {}}, {1, "", true});
  units = extraction.facts(entries);
  EXPECT_THROW(analyzer::readFacts(units[0].facts), analyzer::FactsError);
  extraction.again({&units[0]});
  EXPECT_NO_THROW(analyzer::readFacts(units[0].facts));
}

TEST_F(Engine, KeepsNothingThatChangedWhileItWasRead) {
  const std::vector<CompileEntry> entries = {entry("a.c", "")};
  struct timespec later[2] = {{4'000'000'000, 0}, {4'000'000'000, 0}};
  ASSERT_EQ(utimensat(-1, entries[0].file.c_str(), later, 0), 0);
  const auto units = run(entries);
  EXPECT_EQ(analyzer::readFacts(units[0].facts).source, entries[0].file) << "for this time";
  run(entries);
  EXPECT_THAT(wereRead(), ElementsAre("a.c"));
}

}  // namespace
}  // namespace gordian::cli::testing
