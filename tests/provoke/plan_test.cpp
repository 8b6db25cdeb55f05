// Plans as they are written, read by the command, and read inside a program.
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>

#include "plan.hpp"
#include "provoke/plan_file.hpp"
#include "report/errors.hpp"

namespace gordian::cli {
namespace {

using testing::HasSubstr;
using testing::IsNull;
using testing::StrEq;

constexpr const char* kPlan =
    "gordian-plan 1\n"
    "# what it is for\n"
    "finding GD101 7c3f12ab34\n"
    "seed 7\nattempt 2\npause 400\nbudget 5000\nframes 3\nanchor 1\n"
    "module 00ff10 /opt/bank\n"
    "module - /opt/lib with blank.so\n"
    "point lock exclusive 12\n"
    "frame 0 4a3f main\n"
    "frame 1 ff\n"
    "object 0 5040 bob\n"
    "point wait exclusive 1\n"
    "python 12 forth /opt/a b.py\n"
    "point writer exclusive 2\n"
    "frame 0 4a5f\n";

struct Parsed {
  std::string text;
  std::unique_ptr<plan::Plan> plan = std::make_unique<plan::Plan>();
  std::uint32_t line = 0;
  const char* problem = nullptr;
};

Parsed parsed(std::string text) {
  Parsed result;
  result.text = std::move(text);
  result.problem = plan::parse(result.text.data(), result.text.size(), *result.plan, result.line);
  return result;
}

TEST(Plan, IsReadAsItStands) {
  const Parsed read = parsed(kPlan);
  ASSERT_THAT(read.problem, IsNull());
  EXPECT_EQ(read.plan->seed, 7u);
  EXPECT_EQ(read.plan->anchor, 1);
  ASSERT_EQ(read.plan->pointCount, 3u);
  const plan::Point& lock = read.plan->points[0];
  EXPECT_EQ(lock.crowd, 12u);
  EXPECT_EQ(lock.frameCount, 2u);
  EXPECT_EQ(lock.frames[0].offset, 0x4a3fu);
  EXPECT_EQ(lock.object.module, 0u);
  EXPECT_EQ(read.plan->modules[0].buildIdSize, 3);
  EXPECT_EQ(read.plan->modules[0].buildId[1], 0xff);
  EXPECT_EQ(read.plan->points[1].kind, plan::PointKind::Wait);
  EXPECT_EQ(read.plan->points[2].kind, plan::PointKind::Writer);
  const plan::Words& file = read.plan->points[1].python[0].file;
  EXPECT_EQ(std::string(file.at, file.size), "/opt/a b.py");
}

TEST(Plan, SaysWhatIsWrongAndWhere) {
  const auto with = [](const char* line) { return parsed(std::string(kPlan) + line); };
  EXPECT_THAT(with("pause 10001\n").problem, StrEq("no pause, or too long"));
  EXPECT_EQ(with("pause 10001\n").line, 20u);
  EXPECT_THAT(with("budget 60001\n").problem, StrEq("no budget, or too large"));
  EXPECT_THAT(with("frames 0\n").problem, StrEq("no number"));
  EXPECT_THAT(with("anchor 3\n").problem, StrEq("no point has that number"));
  EXPECT_THAT(with("frame 2 4a\n").problem, StrEq("no place"));
  EXPECT_THAT(with("point lock\n").problem, HasSubstr("a mode is"));
  EXPECT_THAT(with("point lock shared 1\n").problem, StrEq("a point without a place"));
  EXPECT_THAT(with("module 0 /x\n").problem, StrEq("no build-id"));
  EXPECT_THAT(with("surprise\n").problem, StrEq("not a line of a plan"));
  EXPECT_THAT(with("seed 1").problem, StrEq("the last line is not whole"));
  EXPECT_THAT(parsed("").problem, StrEq("no plan of this version"));
  EXPECT_THAT(parsed("gordian-plan 2\n").problem, StrEq("no plan of this version"));
  EXPECT_THAT(parsed("gordian-plan 1\nframe 0 4a\n").problem, StrEq("it belongs to no point"));
  EXPECT_THAT(parsed("gordian-plan 1\n").problem, StrEq("no points"));
}

// Nothing but the plan itself is touched (with a sanitizer this means more).
TEST(Plan, StandsWhateverIsRead) {
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string text = kPlan;
    for (int changes = 0; changes < 3; ++changes) {
      const std::size_t at = 15 + random() % (text.size() - 15);
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.erase(at, random() % 20);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 40));
      }
      if (text.size() <= 15) break;
    }
    const Parsed read = parsed(std::move(text));
    EXPECT_LE(read.plan->pointCount, plan::kMostPoints);
  }
}

TEST(Plan, EveryPartHasALimit) {
  std::string modules = "gordian-plan 1\n";
  for (std::size_t i = 0; i <= plan::kMostModules; ++i) modules += "module - /x\n";
  EXPECT_THAT(parsed(modules).problem, StrEq("too many modules"));
  std::string points = "gordian-plan 1\nmodule - /x\n";
  for (std::size_t i = 0; i <= plan::kMostPoints; ++i) points += "point lock shared 1\nframe 0 1\n";
  EXPECT_THAT(parsed(points).problem, StrEq("too many points"));
  std::string frames = "gordian-plan 1\nmodule - /x\npoint lock shared 1\n";
  for (std::size_t i = 0; i <= plan::kMostFrames; ++i) frames += "frame 0 1\n";
  EXPECT_THAT(parsed(frames).problem, StrEq("too many frames"));
  EXPECT_THAT(parsed(std::string(plan::kLongestText + 1, '#')).problem,
              StrEq("larger than a plan can be"));
}

class PlanFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "gordian-plan-XXXXXX").native();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& text) {
    const std::string file = (folder_ / "a.plan").native();
    std::ofstream(file) << text;
    return file;
  }
  std::filesystem::path folder_;
};

TEST_F(PlanFile, KeepsWhatWasWritten) {
  const std::string text = planText(readPlan(write(kPlan)));
  EXPECT_EQ(planText(readPlan(write(text))), text);
  EXPECT_THAT(text, HasSubstr("point lock exclusive 12\nframe 0 4a3f\nframe 1 ff\nobject 0 5040"));
  EXPECT_THAT(text, HasSubstr("python 12 forth /opt/a b.py"));
  EXPECT_THAT(text, HasSubstr("point writer exclusive 2"));
}

TEST_F(PlanFile, NamesThePlaceOfAMistake) {
  try {
    readPlan(write("gordian-plan 1\n\nwhat\n"));
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::EndsWith("a.plan:3: not a line of a plan"));
  }
}

TEST_F(PlanFile, IsNotCurrentWithoutItsBinaries) {
  PlanDraft draft = readPlan(write(kPlan));
  EXPECT_FALSE(isCurrent(draft));
  draft.points.resize(1);
  EXPECT_FALSE(isCurrent(draft));
}

}  // namespace
}  // namespace gordian::cli
