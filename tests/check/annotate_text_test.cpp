// Where annotations go in the text, in which words, and the diff of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "annotate/attribute_macros.hpp"
#include "annotate/declaration_text.hpp"
#include "annotate/include_place.hpp"
#include "annotate/insertions_diff.hpp"
#include "temporary_folder.hpp"

namespace gordian::cli {
namespace {

using ::testing::HasSubstr;

// The text with <> where the attribute goes, or the problem.
std::string dataAt(const std::string& text, const std::string& name) {
  const InsertionPoint place = afterDeclarator(text, text.find(name), name);
  if (!place.problem.empty()) return place.problem;
  return place.isAnnotatedAlready ? "already" : applied(text, {{place.offset, "<>"}});
}

std::string functionAt(const std::string& text, const std::string& name,
                       const std::string& parameter = "") {
  const InsertionPoint place = afterParameters(text, text.find(name), name, parameter);
  if (!place.problem.empty()) return place.problem;
  return place.isAnnotatedAlready ? "already" : applied(text, {{place.offset, "<>"}});
}

TEST(DeclarationText, BehindADeclarator) {
  EXPECT_EQ(dataAt("long hits;", "hits"), "long hits<>;");
  EXPECT_EQ(dataAt("long hits = 0;", "hits"), "long hits<> = 0;");
  EXPECT_EQ(dataAt("bool done{false};", "done"), "bool done<>{false};");
  EXPECT_EQ(dataAt("int a[kMax][2], b;", "a["), "its name comes out of a macro");
  EXPECT_EQ(dataAt("int ax[kMax][2], b;", "ax"), "int ax[kMax][2]<>, b;");
  EXPECT_EQ(dataAt("int a, *bx = &a;", "bx"), "int a, *bx<> = &a;");
  EXPECT_EQ(dataAt("int x /* how often; */ ;", "x"), "int x<> /* how often; */ ;");
  EXPECT_EQ(dataAt("int x  // how often\n  = 0;", "x"), "int x<>  // how often\n  = 0;");
  EXPECT_EQ(dataAt("int x ALIGNED(8) = 0;", "x"), "int x ALIGNED(8)<> = 0;");
}

TEST(DeclarationText, NotBehindOthers) {
  EXPECT_EQ(dataAt("unsigned bits : 3;", "bits"), "it is a bit-field");
  EXPECT_EQ(dataAt("long Stats::hits = 0;", "hits"), "it is defined outside its class");
  EXPECT_EQ(dataAt("FIELD(hits)", "hits"), "something else stands behind its name");
  EXPECT_EQ(dataAt("FIELDS", "FIELD"), "its name comes out of a macro");
  EXPECT_EQ(dataAt("int (*callback)(int);", "callback"), "something else stands behind its name");
  EXPECT_EQ(dataAt("int a[\"", "a"), "its brackets do not end");
}

TEST(DeclarationText, WhatStandsThereAlready) {
  EXPECT_EQ(dataAt("int x GUARDED_BY(m) = 0;", "x"), "already");
  EXPECT_EQ(dataAt("int x ABSL_GUARDED_BY(m);", "x"), "already");
  EXPECT_EQ(dataAt("int x __attribute__((guarded_by(m)));", "x"), "already");
  EXPECT_EQ(dataAt("int *x PT_GUARDED_BY(m);", "x"), "int *x PT_GUARDED_BY(m)<>;");
  EXPECT_EQ(functionAt("void f() EXCLUSIVE_LOCKS_REQUIRED(m);", "f"), "already");
  EXPECT_EQ(functionAt("void f() const REQUIRES_SHARED(m) {", "f"), "already");
  EXPECT_EQ(functionAt("void f() __attribute__((requires_capability(m)));", "f"), "already");
  EXPECT_EQ(functionAt("void f() EXCLUDES(k);", "f"), "void f() EXCLUDES(k)<>;");
}

TEST(DeclarationText, BehindParameters) {
  EXPECT_EQ(functionAt("int f(int a, int b);", "f"), "int f(int a, int b)<>;");
  EXPECT_EQ(functionAt("int f(char c = ')') const noexcept(true) override;", "f"),
            "int f(char c = ')') const noexcept(true) override<>;");
  EXPECT_EQ(functionAt("int f() {", "f"), "int f()<> {");
  EXPECT_EQ(functionAt("int f(std::function<void()> g) = delete;", "f"),
            "int f(std::function<void()> g)<> = delete;");
  EXPECT_EQ(functionAt("auto f() -> int;", "f"), "its result stands behind its parameters");
  EXPECT_EQ(functionAt("DECLARE(f)", "f"), "its parameters do not end");
}

TEST(DeclarationText, TheParameterMustBeThere) {
  EXPECT_EQ(functionAt("void push(struct queue* queue);", "push", "queue"),
            "void push(struct queue* queue)<>;");
  EXPECT_EQ(functionAt("void push(struct line*);", "push", "queue"),
            "its declaration does not name 'queue'");
}

TEST(DeclarationText, LinesAndColumns) {
  EXPECT_EQ(offsetOf("ab\ncd\n", 2, 2), 4U);
  EXPECT_EQ(offsetOf("ab\n", 3, 1), std::string::npos);
  EXPECT_EQ(offsetOf("ab\n", 1, 0), std::string::npos);
}

std::string withInclude(const std::string& text) {
  return applied(text, {{includePlace(text), "<>"}});
}

TEST(IncludePlace, BehindTheLastOneThatAlwaysCounts) {
  EXPECT_EQ(withInclude("#include <a>\n#include <b>\nint x;\n"),
            "#include <a>\n#include <b>\n<>int x;\n");
  EXPECT_EQ(withInclude("#include <a>\n#ifdef X\n#include <b>\n#endif\nint x;\n"),
            "#include <a>\n<>#ifdef X\n#include <b>\n#endif\nint x;\n");
  EXPECT_EQ(withInclude("#ifndef G_H\n#define G_H\n#include <a>\nint x;\n#endif\n"),
            "#ifndef G_H\n#define G_H\n#include <a>\n<>int x;\n#endif\n");
}

TEST(IncludePlace, BehindTheHeadWhereThereIsNone) {
  EXPECT_EQ(withInclude("// Who wrote it.\n#pragma once\nint x;\n"),
            "// Who wrote it.\n#pragma once\n<>int x;\n");
  EXPECT_EQ(withInclude("/* a\n   b */\n#ifndef G_H\n#define G_H\nint x;\n#endif\n"),
            "/* a\n   b */\n#ifndef G_H\n#define G_H\n<>int x;\n#endif\n");
  EXPECT_EQ(withInclude("#ifdef X\n#include <a>\n#endif\nint x;\n"),
            "<>#ifdef X\n#include <a>\n#endif\nint x;\n");
  EXPECT_EQ(withInclude("int x;\n"), "<>int x;\n");
}

TEST(AttributeMacros, ByWhatTheyStandFor) {
  const auto macrosOf = [](std::vector<std::string> definitions) {
    AttributeMacros macros;
    for (const std::string& one : definitions) addMacro(one, macros);
    return macros.guardedBy + " " + macros.required + " " + macros.requiredShared;
  };
  EXPECT_EQ(macrosOf({"PT_G(x) ATTRIBUTE(pt_guarded_by(x))", "G(x) ATTRIBUTE(guarded_by(x))"}),
            "G  ");
  EXPECT_EQ(macrosOf({"R(...) A(exclusive_locks_required(__VA_ARGS__))",
                      "S(...) A(shared_locks_required(__VA_ARGS__))"}),
            " R S");
  EXPECT_EQ(macrosOf({"S(...) A(__requires_shared_capability__(__VA_ARGS__))",
                      "R(...) A(requires_capability(__VA_ARGS__))", "G(x)"}),
            " R ");
}

using AttributeMacrosIn = testing::InFolder;

TEST_F(AttributeMacrosIn, AreSeenThroughIncludes) {
  const std::string words = write("base/words.h", "#define G(x) \\\n  A(guarded_by(x))\n");
  const std::string lock = write("base/lock.h", "#pragma once\n#  include \"words.h\"\n");
  const std::string user = write("user.cpp", "#include <base/lock.h>\n");
  const std::string other = write("other.cpp", "");
  MacroFinder finder({words, lock, user, other});
  EXPECT_EQ(finder.seenBy(user).guardedBy, "G");
  EXPECT_EQ(finder.seenBy(user).required, "");
  EXPECT_EQ(finder.seenBy(other).guardedBy, "");
  const auto header = finder.headerAmong({other, user, lock, words});
  ASSERT_TRUE(header);
  EXPECT_EQ(header->path, words);
  EXPECT_EQ(header->included, "\"words.h\"");
  EXPECT_FALSE(finder.headerAmong({other, user}));
}

TEST(InsertionsDiff, OneHunkForNeighbours) {
  std::string text;
  for (int i = 1; i <= 20; ++i) text += "line " + std::to_string(i) + "\n";
  const auto at = [&](int line) { return text.find(" " + std::to_string(line) + "\n"); };
  const std::string diff =
      unifiedDiff("src/a.hpp", text, {{at(2), "!"}, {at(8), "!"}, {at(17), "!"}});
  EXPECT_THAT(diff, HasSubstr("--- a/src/a.hpp\n+++ b/src/a.hpp\n@@ -1,11 +1,11 @@\n line 1\n"));
  EXPECT_THAT(diff, HasSubstr("-line 2\n+line! 2\n"));
  EXPECT_THAT(diff, HasSubstr("@@ -14,7 +14,7 @@\n line 14\n"));
}

TEST(InsertionsDiff, NewLinesAndMissingEnds) {
  EXPECT_EQ(unifiedDiff("a", "x\ny", {{0, "#include <w>\n"}, {3, "!"}}),
            "--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@\n+#include <w>\n x\n-y\n"
            "\\ No newline at end of file\n+y!\n\\ No newline at end of file\n");
  EXPECT_EQ(newFileDiff("n.h", "a\nb\n"), "--- /dev/null\n+++ b/n.h\n@@ -0,0 +1,2 @@\n+a\n+b\n");
}

}  // namespace
}  // namespace gordian::cli
