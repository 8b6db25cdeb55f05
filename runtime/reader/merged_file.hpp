// A file with many recordings, version 1: MergedHeader, then `count` entries sorted by hash and
// size, then the recordings themselves in that order, each at a multiple of 8. The same set of
// recordings always gives the same bytes. Numbers are little endian.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "file_bytes.hpp"
#include "hash128.hpp"
#include "record_scanner.hpp"

namespace gordian::recording {

constexpr char kMergedMagic[] = "GORDIANM";
constexpr std::uint32_t kMergedVersion = 1;

struct MergedHeader {
  char magic[8];
  std::uint32_t version;
  std::uint32_t byteOrder;  // 0x01020304
  std::uint64_t count;
  std::uint64_t reserved;
};

struct MergedEntry {
  Hash128 hash;  // of the recording
  std::uint64_t offset;
  std::uint64_t size;
};

bool isMerged(Bytes bytes);

struct MergedTable {
  std::vector<MergedEntry> entries;  // that lie in the file, at least with their begin
  std::uint64_t fileSize = 0;
  [[nodiscard]] bool isCut() const {
    return !entries.empty() && entries.back().offset + entries.back().size > fileSize;
  }
};

// RecordingError for another version or a cut header; `damage` for what is missing.
MergedTable mergedTable(const std::filesystem::path& file, DamageNotes& damage);

}  // namespace gordian::recording
