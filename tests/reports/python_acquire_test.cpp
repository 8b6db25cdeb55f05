#include "report/python_acquire.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "scene.hpp"

namespace gordian::cli::testing {
namespace {

using lockgraph::Acquisition;

TEST(PythonAcquire, TriesAreReadOffTheLine) {
  for (const char* line :
       {"if lock.acquire(blocking=False):", "lock.acquire(False)", "got = self.lock.acquire(0)",
        "while not lock.acquire( blocking = False ): pass  # wait", "lock.acquire(timeout=0)",
        "locks[i].acquire(True, 0.0)", "lock.acquire(False, timeout=-1)"})
    EXPECT_EQ(pythonAcquisition(line), Acquisition::Try) << line;
}

TEST(PythonAcquire, TimeoutsAreReadOffTheLine) {
  for (const char* line :
       {"if lock.acquire(timeout=1):", "lock.acquire(True, 5)", "lock.acquire(timeout=0.5)",
        "lock.acquire(timeout=min(a, b))", "lock.acquire(timeout=TIMEOUT)", "x.acquire(1, t)"})
    EXPECT_EQ(pythonAcquisition(line), Acquisition::Timed) << line;
}

TEST(PythonAcquire, PlainCallsBlock) {
  for (const char* line : {"lock.acquire()", "lock.acquire(True)", "lock.acquire(blocking=True)",
                           "lock.acquire(timeout=-1)", "lock.acquire(True, -1)"})
    EXPECT_EQ(pythonAcquisition(line), Acquisition::Blocking) << line;
}

TEST(PythonAcquire, WhatIsNotClearIsLeftAlone) {
  for (const char* line :
       {"", "with lock:", "with guard.acquire(False):", "a.acquire(False) or b.acquire()",
        "lock.acquire(", "lock.acquire(False,", "lock.acquire(blocking)", "lock.acquire(*args)",
        "lock.acquire(**options)", "lock.acquire(wait=False)", "lock.acquire(1, 2, 3)",
        "print('.acquire(False)')", "# lock.acquire(False)", "try_acquire(False)",
        "lock.acquire(f('x'))", "lock.acquire(blocking==False)"})
    EXPECT_EQ(pythonAcquisition(line), std::nullopt) << line;
}

const char* const kScript = "b.acquire()\na.acquire(blocking=False)\na.acquire()\n";

// Both orders; the second thread asks on line `line` of a script.
Report reportWith(std::uint32_t line, Acquisition seen = Acquisition::Blocking,
                  const std::string& script = kScript, std::uint64_t count = 1) {
  // One of its own: the tests of this file run at the same time.
  std::string name = std::filesystem::temp_directory_path() / "gordian-python-acquire-XXXXXX";
  const std::filesystem::path folder = mkdtemp(name.data());
  std::ofstream(folder / "bank.py") << script;
  Scene scene;
  scene.takes("T1", {{"a", 10}}, {"b", 11});
  scene.takes("T2", {{"b", 10}}, {"a", 11}, lockgraph::Mode::Exclusive, seen);
  scene.times(count);
  scene.recording.directory = folder.native();
  scene.recording.stacks.at(static_cast<std::size_t>(scene.recording.trace.dependencies[1].stack))
      .python = {{"bank.py", line, "back"}};
  Report report = reportOf(scene);
  std::filesystem::remove_all(folder);
  return report;
}

TEST(PythonAcquire, ATryInOneDirectionIsNoDeadlock) {
  EXPECT_EQ(reportWith(3).findings.size(), 1u);
  EXPECT_EQ(reportWith(99).findings.size(), 1u);
  const Report report = reportWith(2);
  EXPECT_EQ(report.findings.size(), 0u);
  ASSERT_EQ(report.ruledOut.size(), 1u);
  EXPECT_EQ(report.ruledOut[0].reason, "trylock");
}

TEST(PythonAcquire, SeenAgainItMayHaveBeenTheOtherCallOfTheFunction) {
  const std::string both = "def f():\n  if a.acquire(False):\n    pass\n\n  with a:\n    pass\n";
  EXPECT_EQ(reportWith(2, Acquisition::Blocking, both, 1).findings.size(), 0u);
  EXPECT_EQ(reportWith(2, Acquisition::Blocking, both, 2).findings.size(), 1u);
  const std::string apart =
      "def f():\n  if a.acquire(False):\n    pass\ndef g():\n  with a:\n    pass\n";
  EXPECT_EQ(reportWith(2, Acquisition::Blocking, apart, 2).findings.size(), 0u);
}

TEST(PythonAcquire, WhatTheRuntimeKnowsIsKept) {
  EXPECT_EQ(reportWith(3, Acquisition::Try).findings.size(), 0u);
}

}  // namespace
}  // namespace gordian::cli::testing
