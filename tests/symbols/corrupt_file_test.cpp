// A damaged binary may cost names, never the report.
#include "probe_run.hpp"
#include "probes.hpp"
#include "symbols/symbols.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace gordian::test {
namespace {

std::vector<char> bytesOf(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class CorruptFile : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(copy_); }

  // Asks Symbols everything, of a probe whose file now has these bytes. How many questions it left
  // without an answer: a stack that lost frames, a lock without any name.
  std::size_t unanswered(const std::vector<char>& bytes) {
    std::ofstream(copy_, std::ios::binary).write(bytes.data(), std::ssize(bytes));
    ProbeRun run = run_;
    run.recording.modules.front().path = copy_;
    run.recording.modules.front().buildId.clear();  // or the change alone would be noticed
    cli::Symbols symbols(run.recording);
    std::size_t count = 0;
    for (const auto& stack : run.recording.stacks)
      count += symbols.frames(stack, 1).size() < stack.frames.size() ? 1 : 0;
    for (std::size_t i = 0; i < run.recording.lockInfo.size(); ++i)
      count += symbols.lock(static_cast<lockgraph::LockId>(i)).name.empty() ? 1 : 0;
    return count;
  }

  ProbeRun run_ = runProbe(probe("gcc_O2"));
  std::vector<char> good_ = bytesOf(probe("gcc_O2"));
  std::string copy_ = testing::TempDir() + "gordian_corrupt_" + std::to_string(getpid()) + "_" +
                      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(CorruptFile, TruncatedAnywhere) {
  for (int part = 0; part < 16; ++part) {
    const std::vector<char> cut{good_.begin(), good_.begin() + std::ssize(good_) * part / 16};
    EXPECT_EQ(unanswered(cut), 0u) << part << " of 16 parts";
  }
}

TEST_F(CorruptFile, WithRandomBytes) {
  std::mt19937 random(20240607);
  std::uniform_int_distribution<std::size_t> place(sizeof(void*), good_.size() - 1);
  for (int round = 0; round < 60; ++round) {
    auto bytes = good_;
    for (int i = 0; i < 200; ++i) bytes[place(random)] = static_cast<char>(random());
    EXPECT_EQ(unanswered(bytes), 0u) << "round " << round;
  }
}

TEST_F(CorruptFile, NotAProgramAtAll) {
  EXPECT_EQ(unanswered({'h', 'e', 'l', 'l', 'o'}), 0u);
  run_.recording.modules.front().path = "/dev/zero";
  cli::Symbols device(run_.recording);
  EXPECT_EQ(device.frames(run_.stack("method"), 1)[0].function, "");
  EXPECT_EQ(device.notes().size(), 1u);
}

}  // namespace
}  // namespace gordian::test
