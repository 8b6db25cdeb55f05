#include "symbols/symbols.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace gordian::test {
namespace {

using cli::Symbols;

class Python : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "prog.py") << "import threading\n"
                                          "lock_a = threading.Lock()\n"
                                          "class Account:\n"
                                          "  def __init__(self):\n"
                                          "    self.lock = threading.Lock()\n"
                                          "use(threading.Lock())\n";
    recording_.python = true;
    recording_.executable = "/usr/bin/python3.11";
    recording_.directory = folder_.string();
    recording_.stacks.emplace_back();
    for (const char* path : {"/usr/bin/python3.11", "/opt/venv/fast.so", "/usr/lib/libc.so.6"}) {
      recording::Module module;
      module.path = path;
      module.start = 0x1000 * (recording_.modules.size() + 1);
      module.end = module.start + 0x1000;
      module.bias = module.start;
      module.buildId = "00";  // whatever is installed here is another file: nothing is opened
      recording_.modules.push_back(module);
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  lockgraph::StackId stack(std::vector<std::uint64_t> pcs,
                           std::vector<recording::PythonFrame> python) {
    recording::Stack stack;
    for (const std::uint64_t pc : pcs) stack.frames.push_back({pc, 0});
    stack.python = std::move(python);
    recording_.stacks.push_back(std::move(stack));
    return static_cast<lockgraph::StackId>(recording_.stacks.size() - 1);
  }

  lockgraph::LockId lockMadeAt(std::uint32_t line) {
    recording::LockInfo info;
    info.python = true;
    info.created = stack({0x1100}, {{"prog.py", line, "<module>"}});
    recording_.lockInfo.push_back(info);
    recording_.trace.locks.emplace_back().kind = lockgraph::LockKind::Semaphore;
    return static_cast<lockgraph::LockId>(recording_.lockInfo.size() - 1);
  }

  std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / "gordian_python";
  recording::Recording recording_;
};

TEST_F(Python, FramesReplaceTheInterpreters) {
  const auto id = stack({0x3100, 0x1100, 0x1200, 0x3200},
                        {{"/usr/lib/python3.11/threading.py", 5, "run"},
                         {"<frozen importlib>", 1, "load"},
                         {"prog.py", 7, "transfer"},
                         {"/opt/lib/python3.11/site-packages/pool.py", 3, "map"}});
  Symbols symbols(recording_);
  const auto frames = symbols.frames(recording_.stacks[static_cast<std::size_t>(id)], 1);
  ASSERT_EQ(frames.size(), 4u);
  EXPECT_FALSE(frames[0].user);
  EXPECT_FALSE(frames[1].user);
  EXPECT_EQ(frames[1].file, "<frozen importlib>");
  EXPECT_TRUE(frames[2].user);
  EXPECT_EQ(frames[2].file, (folder_ / "prog.py").string());
  EXPECT_EQ(frames[2].line, 7u);
  EXPECT_EQ(frames[2].module, "");
  EXPECT_TRUE(frames[3].user);
  EXPECT_EQ(Symbols::siteOf(frames).function, "transfer");
}

TEST_F(Python, ExtensionsFramesStay) {
  const auto id = stack({0x3100, 0x2100, 0x1100}, {{"prog.py", 7, "transfer"}});
  Symbols symbols(recording_);
  const auto frames = symbols.frames(recording_.stacks[static_cast<std::size_t>(id)], 1);
  ASSERT_EQ(frames.size(), 3u);
  EXPECT_EQ(frames[1].module, "/opt/venv/fast.so");
  EXPECT_EQ(frames[2].function, "transfer");
}

TEST_F(Python, EmbeddingProgramsFramesStay) {
  recording_.executable = "/opt/editor";
  const auto id = stack({0x1100, 0x2100}, {{"prog.py", 7, "transfer"}});
  Symbols symbols(recording_);
  const auto frames = symbols.frames(recording_.stacks[static_cast<std::size_t>(id)], 1);
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[0].function, "transfer");
  EXPECT_EQ(frames[1].module, "/opt/venv/fast.so");
}

TEST_F(Python, LocksAreNamedByTheVariable) {
  const auto global = lockMadeAt(2), first = lockMadeAt(5), second = lockMadeAt(5);
  const auto unnamed = lockMadeAt(6), gone = lockMadeAt(99);
  Symbols symbols(recording_);
  EXPECT_EQ(symbols.lock(global).name, "lock_a");
  EXPECT_EQ(symbols.lock(global).className, "lock_a@<module>(prog.py)");
  EXPECT_EQ(symbols.lock(global).created.line, 2u);
  EXPECT_EQ(symbols.lock(first).name, "self.lock #1 (prog.py:5)");
  EXPECT_EQ(symbols.lock(second).name, "self.lock #2 (prog.py:5)");
  EXPECT_EQ(symbols.lock(first).className, symbols.lock(second).className);
  EXPECT_EQ(symbols.lock(unnamed).name, "Lock #1 (prog.py:6)");
  EXPECT_EQ(symbols.lock(gone).name, "Lock #2 (prog.py:99)");
}

}  // namespace
}  // namespace gordian::test
