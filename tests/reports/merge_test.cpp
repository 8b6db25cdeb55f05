// What a report says does not depend on how recordings were merged, and reading them one after the
// other says what all of them in memory do.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <recording_builder.hpp>

#include "report/build.hpp"
#include "report/formats.hpp"

namespace gordian::cli::testing {
namespace {

using gordian::testing::RecordingBuilder;
using gordian::testing::TemporaryFolder;
using Paths = std::vector<std::filesystem::path>;

constexpr std::uint32_t kLocks = 4;

// `pid` decides what it does: up to five nested pairs, by two threads, of locks with names. Every
// fourth process goes on as another program, every third one left no end.
std::string bytesOf(std::uint32_t pid, std::size_t pairs = 5) {
  RecordingBuilder builder(pid / 4 * 4 + 1000, pid);
  builder.process("/bin/p" + std::to_string(pid % 2), "/", {"p", std::to_string(pid)});
  builder.thread(0).thread(1, 0, 0).thread(2, 0, 1);
  for (std::uint32_t lock = 1; lock <= kLocks; ++lock)
    builder.lock(lock, 0x1000 * lock)
        .lockName(lock, "m" + std::to_string(lock))
        .lockShared(lock, 2);
  std::uint32_t state = pid * 2654435761U;
  const auto next = [&](std::uint32_t below) {
    state = state * 1103515245U + 12345U;
    return (state >> 16U) % below;
  };
  for (std::uint32_t i = 1; i <= pairs; ++i) {
    const std::uint32_t thread = 1 + next(2);
    const std::uint32_t held = 1 + next(kLocks);
    builder.dependency(i, thread, 1 + (held + next(kLocks - 1)) % kLocks, held);
  }
  if (pid % 3 != 0) builder.end(2 * pairs, kLocks, 3);
  return builder.bytes();
}

std::string reportOf(const Paths& inputs) {
  Recordings recordings(inputs);
  return renderJson(buildReport(recordings, namesFromSymbols()));
}

class MergedReport : public ::testing::Test {
 protected:
  // Of an even number the whole recording; of an odd one that of the same process while it ran.
  std::filesystem::path process(std::uint32_t number) {
    return folder_.write("p" + std::to_string(number) + ".gdr",
                         bytesOf(number / 2, number % 2 == 0 ? 5 : 2));
  }
  std::filesystem::path merged(const Paths& inputs) {
    auto output = folder_.path("merged" + std::to_string(++count_));
    recording::merge(inputs, output);
    return output;
  }

  TemporaryFolder folder_;
  int count_ = 0;
};

RC_GTEST_FIXTURE_PROP(MergedReport, IsThatOfTheSetOfRecordings, ()) {
  const auto some = [&] {
    Paths paths;
    for (const auto number :
         *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(1, 16)))
      paths.push_back(process(number));
    return paths;
  };
  Paths all;
  std::vector<std::filesystem::path> sets;
  for (int i = 0; i < 3; ++i) {
    const Paths part = some();
    all.insert(all.end(), part.begin(), part.end());
    sets.push_back(merged(part));
  }
  const std::string expected = reportOf(all);
  const auto& [a, b, c] = std::tie(sets[0], sets[1], sets[2]);
  RC_ASSERT(reportOf({a, b, c}) == expected);
  RC_ASSERT(reportOf({merged({merged({a, b}), c})}) == expected);
  RC_ASSERT(reportOf({merged({a, merged({c, b})})}) == expected);
  RC_ASSERT(reportOf({c, a, merged({b, b, a})}) == expected);
}

TEST_F(MergedReport, ReadsRecordingsOneAfterTheOtherAsInMemory) {
  Paths files;
  std::vector<recording::Recording> inMemory;
  for (std::uint32_t number = 2; number < 40; ++number) {
    files.push_back(process(number));
    for (auto& one : recording::read(files.back())) inMemory.push_back(std::move(one));
  }
  EXPECT_EQ(reportOf(files), renderJson(buildReport(std::move(inMemory), namesFromSymbols())));
}

TEST_F(MergedReport, NamesWhatCannotBeRead) {
  Recordings recordings({process(2), folder_.write("foreign.gdr", "hello"), folder_.path("none")});
  EXPECT_EQ(recordings.size(), 1U);
  ASSERT_EQ(recordings.unreadable().size(), 2U);
  EXPECT_NE(recordings.unreadable()[0].find("foreign.gdr: is not a Gordian recording"),
            std::string::npos);
}

TEST_F(MergedReport, AFileThatIsGoneMeanwhileIsNamed) {
  const auto file = process(2);
  Recordings recordings({file, process(4)});
  std::filesystem::remove(file);
  EXPECT_EQ(buildReport(recordings, namesFromSymbols()).summary.processes, 1U);
  EXPECT_EQ(recordings.unreadable().size(), 1U);
}

TEST_F(MergedReport, ManyUnfinishedProcessesAreOneNote) {
  Paths files;
  for (std::uint32_t number = 1; number <= 20; ++number) files.push_back(process(2 * 12 * number));
  Recordings recordings(files);
  const Report report = buildReport(recordings, namesFromSymbols());
  EXPECT_EQ(report.coverage.notes.size(), 6U);
}

}  // namespace
}  // namespace gordian::cli::testing
