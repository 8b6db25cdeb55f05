// Facts are kept by content: nothing stale, nothing made twice.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "check/depfile.hpp"
#include "check/facts_cache.hpp"
#include "temporary_folder.hpp"

namespace gordian::cli::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

TEST(Depfile, NamesItsInputs) {
  EXPECT_THAT(inputsOf("a.facts: /p/a.cpp \\\n  /p/b.h\n"), ElementsAre("/p/a.cpp", "/p/b.h"));
  EXPECT_THAT(inputsOf("a.facts: \\\n /a\\ b.h /c\\#d /e$$f /g:h\n/x:\n"),
              ElementsAre("/a b.h", "/c#d", "/e$f", "/g:h"));
  EXPECT_THAT(inputsOf("a: /a\\b /c\\\\\\ d /e\\\\ /f"),
              ElementsAre("/a\\b", "/c\\ d", "/e\\", "/f"));
  EXPECT_THAT(inputsOf("a\\ b: /c"), ElementsAre("/c"));
  EXPECT_THAT(inputsOf(""), IsEmpty());
  EXPECT_THAT(inputsOf("a:"), IsEmpty());
  EXPECT_THAT(inputsOf("nothing"), IsEmpty());
}

TEST(ContentHash, TellsContentsApart) {
  const auto of = [](std::initializer_list<const char*> pieces) {
    Hasher hasher;
    for (const char* piece : pieces) hasher.add(piece);
    return hasher.value().text();
  };
  EXPECT_EQ(of({"abc"}), of({"abc"}));
  EXPECT_NE(of({"ab", "c"}), of({"a", "bc"}));
  EXPECT_NE(of({""}), of({}));
  EXPECT_NE(of({"12345678"}), of({"12345678", ""}));
  EXPECT_NE(of({"12345678a"}), of({"12345678b"}));
  ContentHash hash;
  EXPECT_TRUE(parseHash(of({"x"}), hash));
  EXPECT_EQ(hash.text(), of({"x"}));
  EXPECT_FALSE(parseHash("xyz", hash));
  EXPECT_FALSE(parseHash(std::string(32, 'g'), hash));
}

class Cache : public InFolder {
 protected:
  Cache() : source(write("a.c", "int a;")), header(write("a.h", "int b;")) {}

  // As a job leaves them.
  void extracted(const std::string& text, const std::string& inputs) {
    facts = write("units/key.facts", text);
    depfile = write("units/key.d", "key.facts: " + inputs + "\n");
  }
  std::optional<fs::path> adopt(Nanoseconds started = Nanoseconds{1} << 62) {
    hashes.lookAgain();
    return cache.adopt("key", facts, depfile, started);
  }
  std::string found() {
    hashes.lookAgain();
    const auto file = cache.find("key");
    return file ? read(*file) : "none";
  }

  std::string source, header;
  fs::path facts, depfile;
  FileHashes hashes{folder / "hashes"};
  FactsCache cache{folder / "cache", hashes};
};

TEST_F(Cache, GivesBackWhatItTook) {
  EXPECT_EQ(found(), "none");
  extracted("one", source + " " + header);
  ASSERT_TRUE(adopt());
  EXPECT_FALSE(fs::exists(facts));
  EXPECT_FALSE(fs::exists(depfile));
  EXPECT_EQ(found(), "one");
}

TEST_F(Cache, GoesByContentAndNotByTime) {
  extracted("one", source + " " + header);
  adopt();
  write("a.h", "int c;");
  EXPECT_EQ(found(), "none");
  extracted("two", source + " " + header);
  adopt();
  EXPECT_EQ(found(), "two");
  write("a.h", "int b;");
  EXPECT_EQ(found(), "one");
  fs::remove(header);
  EXPECT_EQ(found(), "none");
}

TEST_F(Cache, KeepsSomeVariantsOnly) {
  for (int i = 0; i < 9; ++i) {
    write("a.h", std::string(static_cast<std::size_t>(i), 'x'));
    extracted("facts", source + " " + header);
    ASSERT_TRUE(adopt());
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "cache/key"), {}), 8);
  EXPECT_EQ(found(), "facts");
}

TEST_F(Cache, DoesNotKeepWhatMayBeOfTwoContents) {
  extracted("one", source + " " + header);
  EXPECT_FALSE(adopt(*timeOf(header)));
  EXPECT_TRUE(fs::exists(facts));
  EXPECT_TRUE(adopt(*timeOf(header) + 1));
}

TEST_F(Cache, SeesAChangeSinceItLookedLast) {
  EXPECT_EQ(found(), "none");
  hashes.of(header);
  write("a.h", "int different;");
  extracted("new", source + " " + header);
  ASSERT_TRUE(adopt());
  EXPECT_EQ(found(), "new");
  write("a.h", "int b;");
  EXPECT_EQ(found(), "none");
}

TEST_F(Cache, RefusesWhatHasNoInputs) {
  extracted("one", "");
  EXPECT_FALSE(adopt());
  extracted("one", folder.native() + "/missing.h");
  EXPECT_FALSE(adopt());
  fs::remove(depfile);
  EXPECT_FALSE(adopt());
}

TEST_F(Cache, ForgetsWhatIsDamaged) {
  extracted("one", source);
  cache.forget(*adopt());
  EXPECT_EQ(found(), "none");
}

TEST_F(Cache, SurvivesRubbish) {
  extracted("one", source);
  adopt();
  for (const auto& entry : fs::directory_iterator(folder / "cache/key"))
    std::ofstream(entry.path()) << "\xff\n/none\n";
  EXPECT_EQ(found(), "none");
  write("cache/other", "x");
  cache.prune();
}

TEST_F(Cache, PrunesWhatNobodyAskedFor) {
  extracted("one", source);
  adopt();
  cache.prune();
  EXPECT_EQ(found(), "one");
  fs::last_write_time(folder / "cache/key",
                      fs::file_time_type::clock::now() - std::chrono::hours(24 * 31));
  cache.prune();
  EXPECT_FALSE(fs::exists(folder / "cache/key"));
}

TEST_F(Cache, NotesOfHashesAreOnlyNotes) {
  struct timespec old[2] = {{1'000'000'000, 5}, {1'000'000'000, 5}};
  ASSERT_EQ(utimensat(-1, source.c_str(), old, 0), 0);
  const auto hash = hashes.of(source);
  hashes.save();
  EXPECT_EQ(FileHashes(folder / "hashes").of(source), hash);
  EXPECT_FALSE(FileHashes(folder / "hashes").of(folder.native()));
  write("hashes", "gordian-hashes 1\n1 2 x\n\xff\xff");
  EXPECT_EQ(FileHashes(folder / "hashes").of(source), hash);
  write("a.c", "int x;");
  ASSERT_EQ(utimensat(-1, source.c_str(), old, 0), 0);
  EXPECT_NE(FileHashes(folder / "hashes").of(source), hash) << "the change time tells";
}

}  // namespace
}  // namespace gordian::cli::testing
