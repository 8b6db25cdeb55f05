#include "frame.hpp"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "error.hpp"
#include "facts_file.hpp"

namespace gordian::analyzer {
namespace {

// magic, version, reserved, size of the records, size of the rest of the file, checksum
constexpr std::string_view kMagic = "GORDFACT";
constexpr std::size_t kVersionAt = 8;
constexpr std::size_t kRecordsAt = 16;
constexpr std::size_t kStoredAt = 24;
constexpr std::size_t kChecksumAt = 32;
constexpr std::size_t kHeader = 40;

// A unit is some ten times its records and these some six times their compressed form. What would
// be refused for being smaller than that allows is stored uncompressed.
constexpr std::uint64_t kMemoryFloor = std::uint64_t{32} << 20;
constexpr std::uint64_t kMemoryRatio = 256;
constexpr int kLevel = 3;

template <class T>
void store(char* at, T value) {
  for (std::size_t i = 0; i < sizeof value; ++i) at[i] = static_cast<char>(value >> (8 * i));
}

template <class T>
T load(std::string_view bytes, std::size_t at) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i)
    value |= static_cast<T>(static_cast<T>(static_cast<unsigned char>(bytes[at + i])) << (8 * i));
  return value;
}

// Each step is a bijection of the state, so no single changed word goes unnoticed.
std::uint64_t mixed(std::uint64_t state, std::uint64_t word) {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15u;
  constexpr int kTurn = 29;
  state = (state ^ word) * kOdd;
  return state ^ (state >> kTurn);
}

std::uint64_t checksumOf(std::string_view header, std::string_view stored) {
  std::uint64_t state = mixed(0, stored.size());
  for (std::size_t at = 0; at + 8 <= kChecksumAt; at += 8)
    state = mixed(state, load<std::uint64_t>(header, at));
  std::size_t at = 0;
  for (; at + 8 <= stored.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, stored.data() + at, sizeof word);
    state = mixed(state, word);
  }
  std::array<char, 8> rest{};
  if (at < stored.size()) std::memcpy(rest.data(), stored.data() + at, stored.size() - at);
  return mixed(state, load<std::uint64_t>({rest.data(), rest.size()}, 0));
}

std::uint64_t memoryFor(std::uint64_t stored) {
  return kMemoryFloor + kMemoryRatio * stored;
}

std::string compressed(std::string_view records) {
  std::string bytes(ZSTD_compressBound(records.size()), '\0');
  const std::size_t size =
      ZSTD_compress(bytes.data(), bytes.size(), records.data(), records.size(), kLevel);
  if (ZSTD_isError(size) != 0) return std::string(records);
  bytes.resize(size);
  return bytes;
}

}  // namespace

std::string wrapRecords(std::string_view records, std::uint64_t memory) {
  if (records.size() > kMaxRecords) failAt(kMaxRecords, "the unit has more facts than a file may");
  std::string stored = compressed(records);
  const std::uint64_t needed = std::max<std::uint64_t>(memory, records.size());
  if (stored.size() >= records.size() || needed > memoryFor(stored.size())) stored = records;
  std::string file(kHeader, '\0');
  kMagic.copy(file.data(), kMagic.size());
  store(file.data() + kVersionAt, kFactsVersion);
  store<std::uint64_t>(file.data() + kRecordsAt, records.size());
  store<std::uint64_t>(file.data() + kStoredAt, stored.size());
  store(file.data() + kChecksumAt, checksumOf(file, stored));
  return file + stored;
}

Frame unwrapRecords(std::string_view file) {
  if (file.substr(0, kMagic.size()) != kMagic) failAt(0, "not a facts file");
  if (file.size() < kHeader) failAt(file.size(), "the file ends within its header");
  const auto version = load<std::uint32_t>(file, kVersionAt);
  if (version != kFactsVersion)
    failAt(kVersionAt, "version " + std::to_string(version) + ", this is for version " +
                           std::to_string(kFactsVersion));
  const auto size = load<std::uint64_t>(file, kRecordsAt);
  const std::string_view stored = file.substr(kHeader);
  if (stored.size() != load<std::uint64_t>(file, kStoredAt))
    failAt(file.size(), "the file is cut off or has something behind its end");
  if (load<std::uint64_t>(file, kChecksumAt) != checksumOf(file, stored))
    failAt(kChecksumAt, "the checksum does not fit: the file is damaged");
  if (size > kMaxRecords || size < stored.size()) failAt(kRecordsAt, "impossible size");
  Frame frame{std::string(), memoryFor(stored.size())};
  if (size == stored.size()) {
    frame.records = stored;
    return frame;
  }
  if (size > frame.memory) failAt(kRecordsAt, "more facts than a file of this size can have");
  frame.records.resize(size);
  const std::size_t got = ZSTD_decompress(frame.records.data(), size, stored.data(), stored.size());
  if (got != size) failAt(kHeader, "the compressed part cannot be read");
  return frame;
}

}  // namespace gordian::analyzer
