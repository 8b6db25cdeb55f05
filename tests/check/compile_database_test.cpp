#include "check/compile_database.hpp"

#include <gmock/gmock.h>

#include "temporary_folder.hpp"

namespace gordian::cli::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class Database : public InFolder {
 protected:
  Database() : before_(fs::current_path()) { fs::current_path(folder); }
  ~Database() override { fs::current_path(before_); }

  CompileDatabase database(std::string_view text) const {
    return readCompileDatabase(write("build/compile_commands.json", text));
  }
  std::string error(std::string_view text) const {
    return errorOf([&] { database(text); });
  }
  static std::vector<std::string> files(const CompileDatabase& database) {
    std::vector<std::string> names;
    for (const auto& entry : database.entries) names.push_back(fs::path(entry.file).filename());
    return names;
  }

 private:
  fs::path before_;
};

TEST_F(Database, ReadsBothForms) {
  const auto read = database(R"([
    {"directory": "/p", "file": "b.cpp", "arguments": ["g++", "-DX=1 2", "-c", "b.cpp"]},
    {"directory": "/p", "file": "./src/../a.c", "command": "cc '-DX=1 2' -c a.c -o a.o"}])");
  ASSERT_EQ(read.entries.size(), 2U);
  EXPECT_EQ(read.entries[0].file, "/p/a.c");
  EXPECT_THAT(read.entries[0].arguments, ElementsAre("cc", "-DX=1 2", "a.c"));
  EXPECT_EQ(read.entries[1].file, "/p/b.cpp");
  EXPECT_THAT(read.entries[1].arguments, ElementsAre("g++", "-DX=1 2", "b.cpp"));
}

TEST_F(Database, RelativeFoldersAreThoseOfTheDatabase) {
  const auto read = database(R"([{"directory": "sub/.", "file": "../x.c", "command": "cc x.c"}])");
  EXPECT_EQ(read.entries[0].directory, (folder / "build/sub/").native());
  EXPECT_EQ(read.entries[0].file, (folder / "build/x.c").native());
}

TEST_F(Database, WhatIsTheSameStandsOnce) {
  const auto read = database(R"([
    {"directory": "/p", "file": "a.c", "command": "cc -c a.c -o static/a.o"},
    {"directory": "/p", "file": "a.c", "command": "cc -c a.c -o shared/a.o"},
    {"directory": "/p", "file": "a.c", "command": "cc -DTEST -c a.c"}])");
  EXPECT_EQ(read.entries.size(), 2U);
}

TEST_F(Database, CountsOtherLanguages) {
  const auto read = database(R"([
    {"directory": "/p", "file": "a.S", "command": "cc -c a.S"},
    {"directory": "/p", "file": "a.c", "command": "cc -c a.c"}])");
  EXPECT_THAT(files(read), ElementsAre("a.c"));
  EXPECT_EQ(read.ofOtherLanguages, 1U);
}

TEST_F(Database, KeepsAnEntryWhoseResponseFileIsMissing) {
  const auto read =
      database(R"([{"directory": "/p", "file": "a.c", "command": "cc @no.rsp a.c"}])");
  EXPECT_THAT(read.entries[0].problem, HasSubstr("/p/no.rsp"));
}

TEST_F(Database, NamesWhatIsWrong) {
  const std::string name = "compile_commands.json: ";
  EXPECT_THAT(error("{"), HasSubstr(name + "parse error at line 1"));
  EXPECT_THAT(error("{}"), HasSubstr(name + "not a list of commands"));
  EXPECT_THAT(error("[]"), HasSubstr("it is empty: configure and build"));
  EXPECT_THAT(error("[3]"), HasSubstr("entry 1 is not an object"));
  EXPECT_THAT(error(R"([{"directory": "/p"}])"), HasSubstr("entry 1 has no 'file'"));
  EXPECT_THAT(error(R"([{"file": "a.c"}])"), HasSubstr("entry 1 has no 'directory'"));
  EXPECT_THAT(error(R"([{"directory": "/p", "file": 3}])"), HasSubstr("has no 'file'"));
  EXPECT_THAT(error(R"([{"directory": "/p", "file": "a.c"}])"),
              HasSubstr("neither 'command' nor 'arguments'"));
  EXPECT_THAT(error(R"([{"directory": "/p", "file": "a.c", "command": " "}])"),
              HasSubstr("an empty command"));
  EXPECT_THAT(error(R"([{"directory": "/p", "file": "a.c", "arguments": "cc"}])"),
              HasSubstr("'arguments' is not a list"));
  EXPECT_THAT(error(R"([{"directory": "/p", "file": "a.c", "arguments": [1]}])"),
              HasSubstr("not a text"));
  EXPECT_THAT(error(R"([{"directory": "/p", "file": "a.s", "command": "cc a.s"}])"),
              HasSubstr("none of its entries is C or C++"));
}

TEST_F(Database, IsFoundWhereBuildsAre) {
  EXPECT_THAT(errorOf([] { findCompileDatabase(""); }),
              HasSubstr("no compile_commands.json here or in build: let the build write one"));
  write("build/dev/compile_commands.json", "[]");
  EXPECT_EQ(findCompileDatabase(""), "build/dev/compile_commands.json");
  write("build/release/compile_commands.json", "[]");
  EXPECT_THAT(errorOf([] { findCompileDatabase(""); }),
              HasSubstr("-p build/dev or -p build/release?"));
  EXPECT_EQ(findCompileDatabase("build/release"), "build/release/compile_commands.json");
  write("build/compile_commands.json", "[]");
  EXPECT_EQ(findCompileDatabase(""), "build/compile_commands.json");
  write("compile_commands.json", "[]");
  EXPECT_EQ(findCompileDatabase(""), "compile_commands.json");
  EXPECT_EQ(findCompileDatabase("build/compile_commands.json"), "build/compile_commands.json");
  EXPECT_THAT(errorOf([] { findCompileDatabase("none"); }), HasSubstr("in 'none'"));
}

TEST_F(Database, IsRestrictedToPaths) {
  const std::string a = write("src/a.c", "");
  const std::string b = write("src/sub/b.c", "");
  const std::string c = write("srcs/c.c", "");
  const auto all = [&] {
    CompileDatabase made;
    for (const auto& file : {a, b, c}) made.entries.push_back({folder, file, {"cc", file}, ""});
    return made;
  };
  const auto restricted = [&](const std::vector<std::string>& paths) {
    CompileDatabase made = all();
    restrictTo(made, paths, "db");
    return files(made);
  };
  EXPECT_THAT(restricted({}), ElementsAre("a.c", "b.c", "c.c"));
  EXPECT_THAT(restricted({"src"}), ElementsAre("a.c", "b.c"));
  EXPECT_THAT(restricted({"src/"}), ElementsAre("a.c", "b.c"));
  EXPECT_THAT(restricted({"./src/../srcs/c.c", "src/sub"}), ElementsAre("b.c", "c.c"));
  EXPECT_THAT(restricted({"."}), ElementsAre("a.c", "b.c", "c.c"));
  EXPECT_THAT(errorOf([&] { restricted({"none"}); }), HasSubstr("no file or folder 'none'"));
  write("src/x.h", "");
  EXPECT_THAT(errorOf([&] { restricted({"src/x.h"}); }),
              HasSubstr("db has no source in 'src/x.h'"));
}

TEST_F(Database, MakesCommandsFromFlags) {
  write("a.c", "");
  write("b.cpp", "");
  const auto made = fixedCommands({"b.cpp", "a.c", "a.c"}, {"-std=c++20", "-c"}, folder);
  ASSERT_EQ(made.entries.size(), 2U);
  EXPECT_THAT(made.entries[0].arguments,
              ElementsAre("cc", "-std=c++20", (folder / "a.c").native()));
  EXPECT_EQ(made.entries[1].arguments.front(), "c++");
  EXPECT_EQ(made.entries[1].directory, folder.native());
  EXPECT_THAT(errorOf([&] { fixedCommands({"none.c"}, {}, folder); }),
              HasSubstr("no file 'none.c'"));
  write("x.txt", "");
  EXPECT_THAT(errorOf([&] { fixedCommands({"x.txt"}, {}, folder); }),
              HasSubstr("neither C nor C++"));
  EXPECT_EQ(fixedCommands({"x.txt"}, {"-xc"}, folder).entries.size(), 1U);
}

}  // namespace
}  // namespace gordian::cli::testing
