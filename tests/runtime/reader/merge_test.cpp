// Merging makes a set: order, grouping and repetition of the inputs leave no trace.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <numeric>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using recording::merge;
using recording::RecordingError;
using Paths = std::vector<std::filesystem::path>;

std::string bytesOfProcess(std::uint32_t pid, std::size_t zeros = 0) {
  RecordingBuilder builder(pid);
  builder.process("/bin/p" + std::to_string(pid), "/", {});
  return builder.zeros(zeros).bytes();
}

std::vector<std::uint32_t> pidsIn(const std::filesystem::path& file) {
  std::vector<std::uint32_t> pids;
  for (const auto& recording : recording::read(file)) {
    EXPECT_EQ(recording.damage, Lines{});
    pids.push_back(recording.pid);
  }
  std::sort(pids.begin(), pids.end());
  return pids;
}

class Merging : public ::testing::Test {
 protected:
  // A recording of its own for each pid, or a merged file of them.
  std::filesystem::path process(std::uint32_t pid) {
    return folder_.write("p" + std::to_string(pid) + ".gdr", bytesOfProcess(pid));
  }
  std::filesystem::path merged(const Paths& inputs) {
    auto output = folder_.path("merged" + std::to_string(++count_));
    merge(inputs, output);
    return output;
  }
  std::string errorOf(const Paths& inputs, const std::filesystem::path& output) {
    try {
      merge(inputs, output);
    } catch (const RecordingError& error) {
      EXPECT_EQ(std::string(error.what()).find(error.file.string() + ": "), 0U);
      return std::string(error.what()).substr(error.file.string().size() + 2);
    }
    return "no error";
  }

  TemporaryFolder folder_;
  int count_ = 0;
};

TEST_F(Merging, KeepsEveryRecording) {
  const auto file = merged({process(3), process(1), process(2)});
  EXPECT_EQ(pidsIn(file), (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST_F(Merging, TakesEqualRecordingsOnce) {
  const auto copy = folder_.write("copy.gdr", bytesOfProcess(1));
  const auto unfinished = folder_.write("unfinished.gdr", bytesOfProcess(1, 4096));
  EXPECT_EQ(pidsIn(merged({process(1), copy, unfinished})), std::vector<std::uint32_t>{1});
}

TEST_F(Merging, OfNothingIsAnEmptySet) {
  const auto empty = merged({});
  EXPECT_TRUE(recording::read(empty).empty());
  EXPECT_EQ(contentOf(merged({empty, process(1)})), contentOf(merged({process(1)})));
}

TEST_F(Merging, KeepsDamagedRecordingsAsTheyAre) {
  std::string bytes = sampleRecording().bytes();
  bytes.resize(bytes.size() - 13);
  const auto damaged = folder_.write("damaged.gdr", bytes);
  const auto once = merged({damaged, process(1)});
  EXPECT_EQ(contentOf(merged({once})), contentOf(once));
  const auto recordings = recording::read(once);
  ASSERT_EQ(recordings.size(), 2U);
  const auto& read = recordings[recordings[0].pid == 1 ? 1 : 0];
  EXPECT_EQ(dependencyLines(read), dependencyLines(recording::read(damaged).at(0)));
  EXPECT_EQ(read.damage.size(), 1U);
}

// Three arbitrary sets of recordings, in arbitrary grouping.
RC_GTEST_FIXTURE_PROP(Merging, IsAssociativeCommutativeAndIdempotent, ()) {
  const auto pids =
      rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(1, 6));
  const auto files = [&](const std::vector<std::uint32_t>& numbers) {
    Paths paths;
    for (const auto number : numbers) paths.push_back(process(number));
    return paths;
  };
  const auto a = merged(files(*pids));
  const auto b = merged(files(*pids));
  const auto c = merged(files(*pids));
  const std::string all = contentOf(merged({a, b, c}));
  RC_ASSERT(contentOf(merged({merged({a, b}), c})) == all);
  RC_ASSERT(contentOf(merged({a, merged({b, c})})) == all);
  RC_ASSERT(contentOf(merged({c, b, a})) == all);
  RC_ASSERT(contentOf(merged({a, a})) == contentOf(a));
  RC_ASSERT(contentOf(merged({a, b, c, merged({a, b, c})})) == all);
}

TEST_F(Merging, NeverOverwrites) {
  const auto output = folder_.write("precious", "data");
  EXPECT_EQ(errorOf({process(1)}, output),
            "exists already and is not overwritten: choose another name");
  EXPECT_EQ(contentOf(output), "data");
  const auto link = folder_.path("link");
  std::filesystem::create_symlink(folder_.path("elsewhere"), link);
  EXPECT_EQ(errorOf({process(1)}, link),
            "exists already and is not overwritten: choose another name");
  EXPECT_FALSE(std::filesystem::exists(folder_.path("elsewhere")));
}

TEST_F(Merging, CreatesAPrivateFileAndLeavesNothingElse) {
  const auto input = process(1);
  const auto output = merged({input});
  struct stat status {};
  ASSERT_EQ(stat(output.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  const auto begin = std::filesystem::directory_iterator(folder_.path(""));
  EXPECT_EQ(std::distance(begin, {}), 2);
}

TEST_F(Merging, WritesNothingWhenAnInputIsUnreadable) {
  const auto foreign = folder_.write("foreign", "hello");
  const auto output = folder_.path("out");
  EXPECT_EQ(errorOf({process(1), foreign}, output), "is not a Gordian recording");
  EXPECT_EQ(errorOf({process(1)}, folder_.path("missing/out")),
            "cannot be created: No such file or directory");
  EXPECT_FALSE(std::filesystem::exists(output));
}

TEST_F(Merging, ResultCutAnywhereIsReadOrRefused) {
  const std::string bytes = contentOf(merged({process(1), process(2), process(3)}));
  std::size_t most = 0;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto cut = folder_.write("cut", std::string_view(bytes).substr(0, size));
    try {
      const auto recordings = recording::read(cut);
      EXPECT_GE(recordings.size(), most) << size;
      most = recordings.size();
      ASSERT_FALSE(recordings.empty()) << size;
      EXPECT_FALSE(recordings.back().damage.empty()) << size;
    } catch (const RecordingError&) {
      EXPECT_EQ(most, 0U) << size;
    }
    EXPECT_THROW(merge({cut}, folder_.path("never")), RecordingError) << size;
  }
  EXPECT_EQ(most, 3U);
}

TEST_F(Merging, ResultOfAnotherVersionIsRefused) {
  std::string bytes = contentOf(merged({process(1)}));
  bytes[8] = 2;
  EXPECT_EQ(errorOf({folder_.write("newer", bytes)}, folder_.path("out")),
            "merged file version 2, this gordian reads 1: use the gordian that made it");
}

TEST_F(Merging, ResultWithAbsurdEntriesIsReadOrRefused) {
  const std::string bytes = contentOf(merged({process(1), process(2)}));
  for (std::size_t place = 8; place < 32 + 2 * 32; ++place) {
    std::string changed = bytes;
    changed[place] = '\xff';
    try {
      EXPECT_LE(recording::read(folder_.write("changed", changed)).size(), 2U);
    } catch (const RecordingError&) {
      continue;
    }
  }
}

TEST_F(Merging, AnEmptyEntryIsNoRecording) {
  std::string bytes = contentOf(merged({process(1), process(2)}));
  constexpr std::size_t kSizeOfFirst = 32 + 24;
  bytes.replace(kSizeOfFirst, 8, 8, '\0');
  const auto recordings = recording::read(folder_.write("changed", bytes));
  ASSERT_EQ(recordings.size(), 1U);
  ASSERT_EQ(recordings[0].damage.size(), 1U);
  EXPECT_NE(recordings[0].damage[0].find("a recording that cannot be read was left out"),
            std::string::npos);
}

TEST_F(Merging, AFileWithoutEntriesHasNoRecordings) {
  std::string bytes = contentOf(merged({process(1)}));
  constexpr std::size_t kCount = 16;
  bytes.replace(kCount, 8, 8, '\0');
  EXPECT_EQ(recording::read(folder_.write("changed", bytes)).size(), 0U);
}

}  // namespace
}  // namespace gordian::testing
