// What is written just before the sources are read is replaced, what is written just after is not:
// file systems tell the time in steps of some milliseconds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "annotate/source_texts.hpp"
#include "temporary_folder.hpp"

namespace gordian::cli {
namespace {

using ::testing::HasSubstr;

constexpr int kRounds = 20;  // where in a step each begins is left to chance

class SourceTextsTest : public testing::InFolder {
 protected:
  Project project{folder, folder, {}};
};

TEST_F(SourceTextsTest, WhatIsWrittenJustBeforeIsReplaced) {
  for (int i = 0; i < kRounds; ++i) {
    const std::string file = write("a.cpp", "old");
    SourceTexts texts;
    ASSERT_NE(texts.find(file), nullptr);
    EXPECT_EQ(testing::errorOf([&] { texts.replace({{file, "new"}}, project); }), "none");
    EXPECT_EQ(read(file), "new");
  }
}

TEST_F(SourceTextsTest, WhatIsWrittenJustAfterIsLeftAlone) {
  for (int i = 0; i < kRounds; ++i) {
    SourceTexts texts;
    const std::string file = write("a.cpp", "by hand");
    ASSERT_NE(texts.find(file), nullptr);
    EXPECT_THAT(testing::errorOf([&] {
                  texts.replace({{file, "new"}}, project);
                }),
                HasSubstr("has changed since it was read"));
    EXPECT_EQ(read(file), "by hand");
  }
}

}  // namespace
}  // namespace gordian::cli
