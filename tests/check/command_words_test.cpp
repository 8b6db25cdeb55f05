#include "check/command_words.hpp"

#include <gmock/gmock.h>

#include "temporary_folder.hpp"

namespace gordian::cli::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Words = std::vector<std::string>;

TEST(SplitWords, TakesACommandApartAsAShell) {
  EXPECT_THAT(splitWords("g++ -c  a.cpp\t-o a.o\n"),
              ElementsAre("g++", "-c", "a.cpp", "-o", "a.o"));
  EXPECT_THAT(splitWords(R"(-DX="a b" '-DY=\c' a\ b "\"q\" \n \\")"),
              ElementsAre("-DX=a b", "-DY=\\c", "a b", "\"q\" \\n \\"));
  EXPECT_THAT(splitWords("'' \"\""), ElementsAre("", ""));
  EXPECT_THAT(splitWords("\"not closed"), ElementsAre("not closed"));
  EXPECT_THAT(splitWords("end\\"), ElementsAre("end\\"));
  EXPECT_THAT(splitWords("  "), IsEmpty());
}

TEST(EssentialWords, LeavesOutWhereOutputsGo) {
  EXPECT_THAT(essentialWords({"g++", "-I.", "-c", "-MD", "-MF", "a.d", "-MT", "a.o", "-o", "a.o",
                              "-O2", "a.cpp"}),
              ElementsAre("g++", "-I.", "-O2", "a.cpp"));
  EXPECT_THAT(essentialWords({"gcc", "-oa.o", "-MFa.d", "-pipe", "-fdiagnostics-color=always"}),
              ElementsAre("gcc"));
  EXPECT_THAT(essentialWords({"ccache", "distcc", "g++", "x.cpp"}), ElementsAre("g++", "x.cpp"));
  EXPECT_THAT(essentialWords({"ccache"}), ElementsAre("ccache"));
  EXPECT_THAT(essentialWords({"g++", "-o"}), ElementsAre("g++"));
  EXPECT_THAT(essentialWords({"g++", "-fopenmp", "-std=c++20", "-include", "x.h"}),
              ElementsAre("g++", "-fopenmp", "-std=c++20", "-include", "x.h"));
}

TEST(IsCFamily, GoesByNameUnlessTold) {
  for (const char* file : {"a.c", "a.cc", "a.cpp", "a.C", "a.cxx", "a.mm", "a.hpp"})
    EXPECT_TRUE(isCFamily(file, {"cc"})) << file;
  for (const char* file : {"a.s", "a.S", "a.rs", "a.cu", "a.f90", "Makefile"})
    EXPECT_FALSE(isCFamily(file, {"cc"})) << file;
  EXPECT_TRUE(isCFamily("a.inc", {"cc", "-x", "c++", "a.inc"}));
  EXPECT_TRUE(isCFamily("a.inc", {"cc", "-xc"}));
  EXPECT_FALSE(isCFamily("a.c", {"cc", "-x", "assembler"}));
}

class ResponseFiles : public InFolder {};

TEST_F(ResponseFiles, AreReplacedByTheirWords) {
  write("flags.rsp", "-I a -DX='1 2'\n@more.rsp");
  write("more.rsp", "-O2");
  EXPECT_THAT(withResponseFiles({"g++", "@flags.rsp", "a.cpp", "@"}, folder),
              ElementsAre("g++", "-I", "a", "-DX=1 2", "-O2", "a.cpp", "@"));
}

TEST_F(ResponseFiles, ThatAreMissingOrEndlessAreNamed) {
  EXPECT_THAT(errorOf([&] { withResponseFiles({"@none.rsp"}, folder); }),
              HasSubstr((folder / "none.rsp").native() + "': No such file"));
  write("loop.rsp", "@loop.rsp");
  EXPECT_THAT(errorOf([&] { withResponseFiles({"@loop.rsp"}, folder); }),
              HasSubstr("name each other"));
}

}  // namespace
}  // namespace gordian::cli::testing
