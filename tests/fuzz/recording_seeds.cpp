// Writes the recordings from which the fuzzer starts: recording_seeds FOLDER.
#include <filesystem>
#include <fstream>
#include <sample.hpp>
#include <string>

namespace {

using gordian::testing::RecordingBuilder;

// Two threads in both orders, a third held set on top of the first as its base.
RecordingBuilder bothOrders() {
  using namespace gordian::recording;
  RecordingBuilder builder(4712, 100);
  builder.process("/usr/bin/pair", "/", {"pair"}).thread(0).thread(1, 0, 0).thread(2, 0, 1);
  for (std::uint32_t id = 1; id <= 4; ++id) builder.lock(id, 0x1000 + 64 * id);
  builder.stack(1, {{0x4010, 0x7000}, {0x4020, 0x7100}}).stack(2, {{0x4030, 0x6f00}}, kStackPrefix);
  builder.dependency(1, 1, 2, 1, 1, 2).lockShared(1, 2).lockShared(2, 2).dependency(2, 2, 1, 2, 1);
  DependencyRecord deeper{};
  deeper.id = 3;
  deeper.thread = 1;
  deeper.lock = 3;
  deeper.base = 1;
  return builder.dependency(deeper, {{4, 0, 9, 0}}).revisit(1, 1).join(0, 2, 1).end(10, 4, 3);
}

void write(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary).write(bytes.data(), std::ssize(bytes));
}

}  // namespace

int main(int, char** arguments) {
  const std::filesystem::path folder = arguments[1];
  const auto sample = folder / "sample";
  const auto pair = folder / "pair";
  const auto merged = folder / "merged";
  write(sample, gordian::testing::sampleRecording().bytes());
  write(pair, bothOrders().bytes());
  std::filesystem::remove(merged);
  gordian::recording::merge({sample, pair}, merged);
}
