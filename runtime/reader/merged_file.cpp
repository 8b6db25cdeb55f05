#include "merged_file.hpp"

#include <algorithm>
#include <cstring>
#include <gordian/recording/reader.hpp>

namespace gordian::recording {

bool isMerged(Bytes bytes) {
  constexpr std::size_t kSize = sizeof MergedHeader::magic;
  return bytes.size >= kSize && std::memcmp(bytes.data, kMergedMagic, kSize) == 0;
}

std::vector<MergedEntry> mergedEntries(const std::filesystem::path& file, Bytes bytes,
                                       DamageNotes& damage) {
  MergedHeader header{};
  if (bytes.size < sizeof header) {
    throw RecordingError(file, bytes.size, "ends within the header: nothing in it can be read");
  }
  std::memcpy(&header, bytes.data, sizeof header);
  if (header.byteOrder != 0x01020304U) {
    throw RecordingError(file, 0, "is a merged file of the other byte order, or damaged");
  }
  if (header.version != kMergedVersion) {
    throw RecordingError(file, 0,
                         "merged file version " + std::to_string(header.version) +
                             ", this gordian reads " + std::to_string(kMergedVersion) +
                             ": use the gordian that made it");
  }
  const std::uint64_t room = (bytes.size - sizeof header) / sizeof(MergedEntry);
  const std::uint64_t count = std::min(header.count, room);
  std::vector<MergedEntry> entries;
  for (std::uint64_t i = 0; i < count; ++i) {
    MergedEntry entry{};
    std::memcpy(&entry, bytes.data + sizeof header + i * sizeof entry, sizeof entry);
    const bool isInside = entry.offset >= sizeof header && entry.offset < bytes.size;
    // Entries that overlap would let a small file claim any number of large recordings.
    const bool isAfterLast =
        entries.empty() || entry.offset >= entries.back().offset + entries.back().size;
    if (isInside && isAfterLast && entry.size <= bytes.size) {
      entries.push_back(entry);
    }
  }
  if (entries.size() < header.count) {
    damage.add(bytes.size, std::to_string(header.count - entries.size()) + " of " +
                               std::to_string(header.count) + " recordings are missing");
  }
  return entries;
}

}  // namespace gordian::recording
