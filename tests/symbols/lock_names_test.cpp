// The locks of real programs must get the names that their source gives them.
#include "probe_run.hpp"
#include "probes.hpp"
#include "symbols/symbols.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gordian::test {
namespace {

using cli::LockLabel;
using cli::Symbols;

class LockNames : public testing::TestWithParam<Probe> {
 protected:
  const LockLabel& label(const std::string& lock) { return symbols_.lock(run_.locks.at(lock)); }

  ProbeRun run_ = runProbe(GetParam().program);
  Symbols symbols_{run_.recording};
};

TEST_P(LockNames, OfVariablesWithAFixedAddress) {
  EXPECT_EQ(label("hidden").name, "hidden");
  EXPECT_EQ(label("plain").name, "plain");
  EXPECT_EQ(label("registry").name, "Bank::registry");
  EXPECT_EQ(label("vault").name, "bank::vault");
  EXPECT_EQ(label("guard").name, "counterLock::guard");
  EXPECT_EQ(label("holder").name, "Holder<int>::shared");
  EXPECT_EQ(label("plain").created.file, PROBE_SOURCE);
}

TEST_P(LockNames, OfMembersAndElements) {
  EXPECT_EQ(label("savings").name, "savings.m");
  EXPECT_EQ(label("queue").name, "pool.workers[3].queue");
  EXPECT_EQ(label("state").name, "pool.workers[1].state.lock");
  EXPECT_EQ(label("raw").name, "pool.raw");
  EXPECT_EQ(label("forks").name, "forks[2]");
  EXPECT_EQ(label("grid").name, "grid[1][2]");
}

TEST_P(LockNames, OfLocalsOfALiveFrame) {
  EXPECT_EQ(label("alice.m").name, "alice.m");
  EXPECT_EQ(label("counter").name, "counter");
  EXPECT_EQ(label("ring[2]").name, "ring[2]");
  EXPECT_EQ(label("alice.m").created.function, "main");
  EXPECT_EQ(label("alice.m").created.file, PROBE_SOURCE);
}

TEST_P(LockNames, ClassesHaveNoNumbers) {
  EXPECT_EQ(label("savings").className, "Base::m");
  EXPECT_EQ(label("alice.m").className, "Base::m");
  EXPECT_EQ(label("queue").className, "Worker::queue");
  EXPECT_EQ(label("state").className, "Worker::state.lock");
  EXPECT_EQ(label("forks").className, "forks[]");
  EXPECT_EQ(label("grid").className, "grid[][]");
  EXPECT_EQ(label("ring[2]").className, "main::ring[]");
  EXPECT_EQ(label("registry").className, "Bank::registry");
}

TEST_P(LockNames, OnTheHeapAreMembersByTheirClass) {
  // The probe prints each stack on the line that takes the lock.
  const auto heap = [&](const char* stack, std::uint64_t address) {
    return run_.addLock(address, recording::Storage::Unknown, run_.stacks.at(stack));
  };
  const auto from = heap("take_from", 0x10), own = heap("take_own", 0x20);
  const auto other = heap("take_from", 0x30), element = heap("take_worker", 0x40);
  Symbols symbols(run_.recording);
  const auto at = [](const char* mark) {
    return " (probe.cpp:" + std::to_string(markedLine(mark)) + ")";
  };
  EXPECT_EQ(symbols.lock(from).name, "Base::m #1" + at("from"));
  EXPECT_EQ(symbols.lock(other).name, "Base::m #2" + at("from"));
  EXPECT_EQ(symbols.lock(from).className, "Base::m");
  EXPECT_EQ(symbols.lock(own).name, "Ledger::mu #1" + at("own"));
  EXPECT_EQ(symbols.lock(element).name, "Worker::queue #1" + at("worker"));
}

INSTANTIATE_TEST_SUITE_P(WithTypes, LockNames, testing::ValuesIn(probesWithTypes()), probeName);

TEST(LockNamesWithoutTypes, AreTheSymbols) {
  const ProbeRun run = runProbe(probe("gcc_nodebug"));
  Symbols symbols(run.recording);
  const auto name = [&](const std::string& lock) { return symbols.lock(run.locks.at(lock)).name; };
  EXPECT_EQ(name("hidden"), "hidden");
  EXPECT_EQ(name("registry"), "Bank::registry");
  EXPECT_EQ(name("state"), "pool #1");
  EXPECT_EQ(name("queue"), "pool #2");
  EXPECT_EQ(name("raw"), "pool #3");
  EXPECT_EQ(symbols.lock(run.locks.at("queue")).className, "pool");
  EXPECT_EQ(name("guard"), "counterLock::guard");
  EXPECT_EQ(name("alice.m"), "mutex #2 (in serve)");
  EXPECT_EQ(symbols.lock(run.locks.at("alice.m")).className, "mutex@serve");
}

TEST(LockNamesOnTheHeap, CountTheLocksOfOneSite) {
  ProbeRun run = runProbe(probe("gcc_O2"));
  const auto stack = run.stacks.at("method");
  const auto first = run.addLock(0x10, recording::Storage::Unknown, stack);
  const auto second = run.addLock(0x20, recording::Storage::Unknown, stack);
  const auto other =
      run.addLock(0x30, recording::Storage::Unknown, stack, lockgraph::LockKind::RwLock);
  const auto nowhere = run.addLock(0x40, recording::Storage::Unknown, {});
  const auto given = run.addLock(0x50, recording::Storage::Unknown, stack);
  run.recording.lockInfo[static_cast<std::size_t>(given)].name = "accounts\n";
  Symbols symbols(run.recording);
  const std::string site = " (probe.cpp:" + std::to_string(markedLine("work")) + ")";
  EXPECT_EQ(symbols.lock(first).name, "mutex #1" + site);
  EXPECT_EQ(symbols.lock(second).name, "mutex #2" + site);
  EXPECT_EQ(symbols.lock(other).name, "rwlock #1" + site);
  EXPECT_EQ(symbols.lock(first).className, "mutex@Teller::work(probe.cpp)");
  EXPECT_EQ(symbols.lock(second).className, symbols.lock(first).className);
  EXPECT_EQ(symbols.lock(nowhere).name, "mutex #1");
  EXPECT_EQ(symbols.lock(given).name, "accounts?");
}

TEST(LockNamesOfLocals, AreFoundFromTheCreationOfAUsersThread) {
  ProbeRun run = runProbe(probe("gcc_O2"));
  auto& recording = run.recording;
  auto& info = recording.lockInfo[static_cast<std::size_t>(run.locks.at("alice.m"))];
  info.first = run.stacks.at("lambda");  // the thread's own stack does not contain the lock
  recording.threadInfo.resize(2);
  recording.trace.threads.resize(2);
  recording.trace.threads[1].parent = lockgraph::ThreadId{0};
  recording.threadInfo[1].created = run.stacks.at("serve");
  lockgraph::Dependency dependency;
  dependency.thread = lockgraph::ThreadId{1};
  dependency.lock = run.locks.at("alice.m");
  dependency.stack = run.stacks.at("lambda");
  recording.trace.dependencies.push_back(dependency);
  Symbols symbols(recording);
  EXPECT_EQ(symbols.lock(run.locks.at("alice.m")).name, "alice.m");
}

}  // namespace
}  // namespace gordian::test
