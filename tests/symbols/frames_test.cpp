// Real programs, built in many ways, must give the lines and functions of their source.
#include "probe_run.hpp"
#include "probes.hpp"
#include "symbols/symbols.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gordian::test {
namespace {

using cli::SourceFrame;
using cli::Symbols;

std::vector<SourceFrame> userFrames(Symbols& symbols, const recording::Stack& stack) {
  auto frames = symbols.frames(stack, 1);
  std::erase_if(frames, [](const SourceFrame& f) { return !f.user; });
  return frames;
}

std::vector<std::string> functions(const std::vector<SourceFrame>& frames) {
  std::vector<std::string> names;
  for (const SourceFrame& frame : frames) names.push_back(frame.function);
  return names;
}

class Frames : public testing::TestWithParam<Probe> {
 protected:
  ProbeRun run_ = runProbe(GetParam().program);
  Symbols symbols_{run_.recording};
};

TEST_P(Frames, NameEveryInlinedFunctionWithItsLine) {
  const auto frames = userFrames(symbols_, run_.stack("deep"));
  // Sparse debug information knows no namespaces, and an inlined function has no symbol.
  const std::string space = GetParam().types ? "deep::" : "";
  ASSERT_EQ(functions(frames), (std::vector<std::string>{space + "level3", space + "level2",
                                                         "deep::level1<long>", "main"}));
  const char* marks[] = {"level3", "level2", "level1", "main"};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(frames[i].file, PROBE_SOURCE);
    EXPECT_EQ(frames[i].line, markedLine(marks[i])) << marks[i];
    EXPECT_EQ(frames[i].module, run_.recording.modules.front().path);
  }
  if (GetParam().optimized) {
    EXPECT_TRUE(frames[0].inlined);
    EXPECT_TRUE(frames[1].inlined);
  }
  EXPECT_FALSE(frames[3].inlined);
  EXPECT_EQ(symbols_.notes(), std::vector<std::string>{});
}

TEST_P(Frames, NameMethodsAndLambdasShortly) {
  const auto method = userFrames(symbols_, run_.stack("method"));
  ASSERT_GE(method.size(), 2u);
  EXPECT_EQ(method[0].function, "Teller::work");
  EXPECT_EQ(method[0].line, markedLine("work"));
  EXPECT_EQ(method[1].function, "main");

  const auto lambda = userFrames(symbols_, run_.stack("lambda"));
  ASSERT_EQ(lambda.size(), 1u) << "the thread library's frames are not the user's";
  EXPECT_EQ(lambda[0].function, GetParam().types ? "main::{lambda}" : "operator()");
  EXPECT_EQ(lambda[0].line, markedLine("lambda"));
}

INSTANTIATE_TEST_SUITE_P(WithDebugInformation, Frames, testing::ValuesIn(probesWithLines()),
                         probeName);

TEST(FramesWithoutDebugInformation, HaveFunctionsAndSayWhatIsMissing) {
  const ProbeRun run = runProbe(probe("gcc_nodebug"));
  Symbols symbols(run.recording);
  const auto method = userFrames(symbols, run.stack("method"));
  ASSERT_GE(method.size(), 2u);
  EXPECT_EQ(method[0].function, "Teller::work");
  EXPECT_EQ(method[0].line, 0u);
  EXPECT_EQ(method[0].file, "");
  EXPECT_EQ(method.back().function, "main");
  ASSERT_EQ(symbols.notes().size(), 1u);
  EXPECT_NE(symbols.notes()[0].find("no debug information"), std::string::npos);
}

TEST(FramesOfAChangedFile, GiveModuleAndOffsetOnly) {
  ProbeRun run = runProbe(probe("gcc_O2"));
  run.recording.modules.front().buildId = std::string(40, 'a');
  Symbols symbols(run.recording);
  const auto frames = symbols.frames(run.stack("method"), 1);
  const recording::Frame& raw = run.stack("method").frames[0];
  EXPECT_EQ(frames[0].function, "");
  EXPECT_EQ(frames[0].line, 0u);
  EXPECT_EQ(frames[0].offset, raw.pc - 1 - run.recording.modules.front().bias);
  ASSERT_EQ(symbols.notes().size(), 1u);
  EXPECT_NE(symbols.notes()[0].find("changed since the recording"), std::string::npos);
}

TEST(FramesOfTheCLibrary, HaveFunctionsButNoLinesWhateverIsInstalled) {
  Dl_info where{};
  const auto pc = reinterpret_cast<std::uint64_t>(dlsym(RTLD_NEXT, "qsort"));
  ASSERT_NE(dladdr(reinterpret_cast<void*>(pc), &where), 0);
  recording::Recording recording;
  recording::Module module;
  module.path = where.dli_fname;
  module.bias = module.start = reinterpret_cast<std::uint64_t>(where.dli_fbase);
  module.end = pc + 4096;
  recording.modules.push_back(module);
  Symbols symbols(recording);
  recording::Stack stack;
  stack.frames.push_back({pc + 5, 0});
  const auto frames = symbols.frames(stack, 1);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].function, "qsort");
  EXPECT_EQ(frames[0].file, "");
  EXPECT_EQ(symbols.notes(), std::vector<std::string>{});
}

TEST(FramesOfAnUnknownModule, KeepTheAddress) {
  recording::Recording recording;
  Symbols symbols(recording);
  recording::Stack stack;
  stack.frames.push_back({0x1234, 0});
  const auto frames = symbols.frames(stack, 1);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].offset, 0x1233u);
  EXPECT_EQ(frames[0].module, "");
  EXPECT_EQ(Symbols::siteOf({}).function, "");
}

}  // namespace
}  // namespace gordian::test
