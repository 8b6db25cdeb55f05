// Mutations that keep a recording readable: whole records move, repeat or go, small numbers take
// the place of ids, and checksums are made to fit, or the reader would refuse nearly everything at
// once.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <recording_builder.hpp>
#include <string>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t maximum);

namespace {

using namespace gordian;

struct Pieces {
  std::string before;  // up to the first record
  std::vector<std::string> records;
  std::string after;  // what is no record
};

// The first recording, also of a merged file.
std::size_t recordsBegin(const std::string& bytes) {
  const std::size_t magic = bytes.find(GORDIAN_RECORDING_MAGIC);
  if (magic == std::string::npos) return bytes.size();
  return std::min(bytes.size(), magic + sizeof(recording::FileHeader));
}

Pieces split(const std::string& bytes) {
  std::size_t at = recordsBegin(bytes);
  Pieces pieces{bytes.substr(0, at), {}, {}};
  recording::RecordHeader header{};
  while (bytes.size() - at >= sizeof header) {
    std::memcpy(&header, bytes.data() + at, sizeof header);
    const bool isRecord = header.mark == recording::kRecordMark && header.size >= sizeof header &&
                          header.size % 8 == 0 && header.size <= bytes.size() - at;
    if (!isRecord) break;
    pieces.records.push_back(bytes.substr(at, header.size));
    at += header.size;
  }
  pieces.after = bytes.substr(at);
  return pieces;
}

template <typename T>
void repair(std::string& piece, std::size_t begin, std::size_t end) {
  const auto at = offsetof(T, crc);
  std::string covered = piece.substr(begin, at - begin);
  if (end > sizeof(T)) covered += piece.substr(sizeof(T));
  const std::uint32_t crc = testing::bitwiseCrc32c(covered);
  std::memcpy(piece.data() + at, &crc, sizeof crc);
}

std::string join(Pieces pieces) {
  if (pieces.before.starts_with(GORDIAN_RECORDING_MAGIC) &&
      pieces.before.size() == sizeof(recording::FileHeader)) {
    repair<recording::FileHeader>(pieces.before, 0, 0);
  }
  std::string bytes = pieces.before;
  for (std::string& record : pieces.records) {
    repair<recording::RecordHeader>(record, offsetof(recording::RecordHeader, type), record.size());
    bytes += record;
  }
  return bytes + pieces.after;
}

void changeRecords(std::vector<std::string>& records, std::minstd_rand& random) {
  const std::size_t one = random() % records.size();
  const std::size_t other = random() % records.size();
  std::string& record = records[one];
  const std::size_t words = record.size() / 4 - 4;
  switch (random() % 6) {
    case 0:
      std::swap(records[one], records[other]);
      break;
    case 1:
      records.insert(records.begin() + static_cast<std::ptrdiff_t>(other), std::string(record));
      break;
    case 2:
      records.erase(records.begin() + static_cast<std::ptrdiff_t>(one));
      break;
    case 3: {
      const auto type = static_cast<std::uint16_t>(random() % (recording::kProcessStats + 2));
      std::memcpy(record.data() + offsetof(recording::RecordHeader, type), &type, sizeof type);
      break;
    }
    default:
      if (words == 0) break;
      const std::uint32_t number = random() % 16 == 0 ? 0xffffffffU : random() % 8;
      std::memcpy(record.data() + sizeof(recording::RecordHeader) + 4 * (random() % words), &number,
                  sizeof number);
  }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t maximum, unsigned int seed) {
  std::minstd_rand random(seed);
  const unsigned choice = random() % 8;
  if (choice == 0) return LLVMFuzzerMutate(data, size, maximum);  // checksums as they come
  if (choice <= 3) size = LLVMFuzzerMutate(data, size, maximum);
  Pieces pieces = split({reinterpret_cast<const char*>(data), size});
  for (unsigned i = 0; choice > 3 && i < 1 + random() % 4 && !pieces.records.empty(); ++i) {
    changeRecords(pieces.records, random);
  }
  const std::string bytes = join(std::move(pieces));
  if (bytes.size() > maximum) return size;
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}
