#include "probe_run.hpp"
#include "probes.hpp"
#include "symbols/symbols.hpp"

#include <gtest/gtest.h>

namespace gordian::test {
namespace {

lockgraph::ThreadId add(recording::Recording& recording, const std::string& name) {
  recording::ThreadInfo info;
  info.number = static_cast<std::uint32_t>(recording.threadInfo.size());
  info.name = name;
  recording.threadInfo.push_back(info);
  recording.trace.threads.emplace_back();
  return static_cast<lockgraph::ThreadId>(recording.threadInfo.size() - 1);
}

TEST(ThreadNames, AreGivenElseCounted) {
  recording::Recording recording;
  recording.executable = "/opt/bin/a_program_with_a_long_name";
  const auto first = add(recording, "a_program_with_");
  const auto unnamed = add(recording, "");
  const auto inherited = add(recording, "a_program_with_");
  const auto named = add(recording, "teller\x1b-1");
  const auto pooled = add(recording, "worker");
  add(recording, "worker");
  cli::Symbols symbols(recording);
  EXPECT_EQ(symbols.thread(first).name, "main");
  EXPECT_EQ(symbols.thread(unnamed).name, "T1");
  EXPECT_EQ(symbols.thread(inherited).name, "T2");
  EXPECT_EQ(symbols.thread(named).name, "teller?-1");
  EXPECT_EQ(symbols.thread(pooled).name, "worker (T4)");
  EXPECT_EQ(symbols.thread(lockgraph::ThreadId{99}).name, "T99");
}

TEST(ThreadNames, OfTheProgramsFileAreNotGiven) {
  recording::Recording recording;
  recording.executable = "/usr/bin/python3.11";
  recording.arguments = {"python3", "/opt/serve.py"};
  const auto first = add(recording, "serve.py");
  const auto inherited = add(recording, "serve.py");
  const auto given = add(recording, "reader");
  cli::Symbols symbols(recording);
  EXPECT_EQ(symbols.thread(first).name, "main");
  EXPECT_EQ(symbols.thread(inherited).name, "T1");
  EXPECT_EQ(symbols.thread(given).name, "reader");
}

TEST(ThreadNames, SayWhereTheThreadWasCreated) {
  ProbeRun run = runProbe(probe("gcc_O2"));
  add(run.recording, "");
  const auto created = add(run.recording, "");
  run.recording.threadInfo.back().created = run.stacks.at("serve");
  const auto byEntry = add(run.recording, "");
  run.recording.threadInfo.back().entry = run.stack("method").frames[0].pc;
  cli::Symbols symbols(run.recording);
  EXPECT_EQ(symbols.thread(created).created.file, PROBE_SOURCE);
  EXPECT_EQ(symbols.thread(byEntry).created.function, "Teller::work");
}

}  // namespace
}  // namespace gordian::test
