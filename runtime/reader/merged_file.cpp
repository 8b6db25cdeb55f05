#include "merged_file.hpp"

#include <algorithm>
#include <cstring>
#include <gordian/recording/reader.hpp>

namespace gordian::recording {

bool isMerged(Bytes bytes) {
  constexpr std::size_t kSize = sizeof MergedHeader::magic;
  return bytes.size >= kSize && std::memcmp(bytes.data, kMergedMagic, kSize) == 0;
}

MergedTable mergedTable(const std::filesystem::path& file, DamageNotes& damage) {
  const FileBytes head(file, 0, sizeof(MergedHeader));
  const Bytes bytes = head.bytes();
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
  MergedTable table;
  table.fileSize = head.fileSize();
  const std::uint64_t room = (table.fileSize - sizeof header) / sizeof(MergedEntry);
  const FileBytes content(file, sizeof header, std::min(header.count, room) * sizeof(MergedEntry));
  const std::size_t count = content.bytes().size / sizeof(MergedEntry);
  for (std::size_t i = 0; i < count; ++i) {
    MergedEntry entry{};
    std::memcpy(&entry, content.bytes().data + i * sizeof entry, sizeof entry);
    const bool isInside = entry.offset >= sizeof header && entry.offset < table.fileSize;
    // Entries that overlap would let a small file claim any number of large recordings.
    const bool isAfterLast = table.entries.empty() || entry.offset >= table.entries.back().offset +
                                                                          table.entries.back().size;
    if (isInside && isAfterLast && entry.size <= table.fileSize) table.entries.push_back(entry);
  }
  if (table.entries.size() < header.count) {
    damage.add(table.fileSize, std::to_string(header.count - table.entries.size()) + " of " +
                                   std::to_string(header.count) + " recordings are missing");
  }
  return table;
}

}  // namespace gordian::recording
