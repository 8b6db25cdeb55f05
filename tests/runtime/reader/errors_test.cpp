// What is no readable recording is refused in one clear line.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using recording::FileHeader;
using recording::RecordingError;

std::string errorOf(const std::filesystem::path& file) {
  try {
    (void)recording::read(file);
  } catch (const RecordingError& error) {
    EXPECT_EQ(error.file, file);
    std::string text = error.what();
    EXPECT_EQ(text.find(file.string() + ": "), 0U) << text;
    EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    return text.substr(file.string().size() + 2);
  }
  return "no error";
}

std::string errorOfBytes(std::string_view bytes) {
  const TemporaryFolder folder;
  return errorOf(folder.write("one.gdr", bytes));
}

template <typename Change>
std::string errorOfHeader(Change change) {
  RecordingBuilder builder = sampleRecording();
  FileHeader header = builder.header();
  change(header);
  return errorOfBytes(builder.setHeader(header).bytes());
}

TEST(RecordingErrors, NameForeignFiles) {
  EXPECT_EQ(errorOfBytes("\x7f"
                         "ELF and so on"),
            "is not a Gordian recording");
  EXPECT_EQ(errorOfBytes("x"), "is not a Gordian recording");
  EXPECT_EQ(errorOfBytes(std::string(5000, '\0')), "is not a Gordian recording");
}

TEST(RecordingErrors, NameTheOtherVersion) {
  EXPECT_EQ(errorOfHeader([](FileHeader& header) { header.version = 2; }),
            "recording version 2, this gordian reads 1: use the gordian that made it");
}

TEST(RecordingErrors, NameTheOtherMachine) {
  EXPECT_EQ(errorOfHeader([](FileHeader& header) { header.byteOrder = 0x04030201; }),
            "has the other byte order: read it on a machine like the one it is from");
  EXPECT_EQ(errorOfHeader([](FileHeader& header) { header.pointerSize = 4; }),
            "is from a program with addresses of 4 bytes; this gordian reads those with 8");
}

TEST(RecordingErrors, NameDamagedHeaders) {
  EXPECT_EQ(errorOfBytes("GORDIANR"),
            "offset 8: ends within the header: nothing in it can be read");
  std::string bytes = sampleRecording().bytes();
  bytes[24] ^= 1;
  EXPECT_EQ(errorOfBytes(bytes), "has a damaged header: its checksum does not fit");
  for (const std::uint32_t size : {0U, 63U, 68U}) {
    EXPECT_EQ(errorOfHeader([&](FileHeader& header) { header.headerSize = size; }),
              "offset 12: has a header of an absurd size");
  }
}

TEST(RecordingErrors, NameEmptyAndMissingFiles) {
  EXPECT_EQ(errorOfBytes(""), "is empty: the program ended before anything was recorded");
  EXPECT_EQ(errorOf("/nonexistent/one.gdr"), "cannot be opened: No such file or directory");
}

TEST(RecordingErrors, NameWhatIsNoFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(errorOf(folder.path("")), "is a folder, not a recording: name the .gdr files in it");
  ASSERT_EQ(mkfifo(folder.path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(errorOf(folder.path("pipe")), "is not a regular file");
}

TEST(RecordingErrors, NameAbsurdSizes) {
  const TemporaryFolder folder;
  const auto file = folder.write("one.gdr", sampleRecording().bytes());
  ASSERT_EQ(truncate(file.c_str(), off_t{1} << 40), 0);
  EXPECT_EQ(errorOf(file), "no error") << "a hole at the end is no content";
  std::ofstream(file, std::ios::binary | std::ios::app) << "x";
  EXPECT_EQ(errorOf(file), "is larger than 16 GiB");
}

}  // namespace
}  // namespace gordian::testing
