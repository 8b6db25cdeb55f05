// Facts on disk: whole or not at all, and errors that name the file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <store/facts_file.hpp>

#include "sample_unit.hpp"

namespace gordian::testing {
namespace {

using namespace analyzer;
using ::testing::HasSubstr;
using ::testing::StartsWith;
namespace fs = std::filesystem;

class FactsFile : public ::testing::Test {
 protected:
  FactsFile() {
    std::string name = ::testing::TempDir() + "facts-XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~FactsFile() override { fs::remove_all(folder_); }

  static std::string readError(const fs::path& file) {
    try {
      readFacts(file);
    } catch (const FactsError& error) {
      return error.what();
    }
    return "none";
  }

  fs::path folder_;
};

TEST_F(FactsFile, IsWrittenAndRead) {
  const fs::path file = folder_ / "bank.facts";
  EXPECT_EQ(writeFacts(file, Unit{}), std::nullopt);
  EXPECT_EQ(writeFacts(file, sampleUnit()), std::nullopt);
  EXPECT_EQ(readFacts(file), sampleUnit());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(FactsFile, ThatCannotBeWrittenIsNamed) {
  const fs::path file = folder_ / "none" / "bank.facts";
  EXPECT_EQ(*writeFacts(file, sampleUnit()),
            file.native() + ": cannot be written: No such file or directory");
  fs::create_directory(folder_ / "x.facts");
  EXPECT_THAT(*writeFacts(folder_ / "x.facts", sampleUnit()), HasSubstr("cannot be written"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(FactsFile, OfAWrongUnitIsNotWritten) {
  Unit unit = sampleUnit();
  unit.functions[0].name = 99;
  EXPECT_THAT(*writeFacts(folder_ / "bank.facts", unit),
              StartsWith((folder_ / "bank.facts").native() + ": facts, byte "));
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(FactsFile, ThatCannotBeReadIsNamed) {
  const fs::path file = folder_ / "bank.facts";
  EXPECT_EQ(readError(file), file.native() + ": cannot be read: No such file or directory");
  EXPECT_EQ(readError(folder_), folder_.native() + ": not a regular file");
  std::ofstream(file) << "int main() {}";
  EXPECT_EQ(readError(file), file.native() + ": facts, byte 0: not a facts file");
  fs::resize_file(file, std::uintmax_t{1} << 40);
  EXPECT_EQ(readError(file), file.native() + ": larger than a facts file may be");
  fs::remove(file);
  ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
  EXPECT_EQ(readError(file), file.native() + ": not a regular file");
}

}  // namespace
}  // namespace gordian::testing
