#include <gordian/recording/format.h>

#include <algorithm>
#include <cstring>
#include <gordian/recording/reader.hpp>
#include <utility>

#include "file_bytes.hpp"
#include "merged_file.hpp"
#include "new_file.hpp"
#include "record_scanner.hpp"

namespace gordian::recording {
namespace {

namespace fs = std::filesystem;

// Where a recording lies; its bytes are read again when it is written, so that merging many files
// needs the memory of one recording.
struct Source {
  MergedEntry entry{};
  fs::path file;
  std::uint64_t offset = 0;

  [[nodiscard]] bool operator<(const Source& other) const {
    return std::pair(entry.hash, entry.size) < std::pair(other.entry.hash, other.entry.size);
  }
  [[nodiscard]] bool isSame(const Source& other) const {
    return entry.hash == other.entry.hash && entry.size == other.entry.size;
  }
};

// Without the zeros that an unfinished recording ends with: they are no content.
Source sourceOf(const fs::path& file, std::uint64_t offset, std::uint64_t length) {
  const FileBytes bytes(file, offset, length);
  const Bytes content = bytes.bytes();
  DamageNotes ignored;  // damage is kept as it is; the reader of the result will tell
  RecordScanner scanner(content, checkedHeader(file, content).headerSize, ignored);
  while (scanner.next()) continue;
  Source source;
  source.file = file;
  source.offset = offset;
  source.entry.size = scanner.usedSize();
  source.entry.hash = hash128(content.data, source.entry.size);
  return source;
}

void addSources(const fs::path& file, std::vector<Source>& sources) {
  if (!isMerged(FileBytes(file, 0, sizeof(MergedHeader)).bytes())) {
    sources.push_back(sourceOf(file, 0, kToTheEnd));
    return;
  }
  DamageNotes damage;
  const MergedTable table = mergedTable(file, damage);
  if (!damage.isEmpty() || table.isCut()) {
    throw RecordingError(file, table.fileSize, "is cut, so recordings would be lost in merging");
  }
  for (const MergedEntry& entry : table.entries) {
    sources.push_back(sourceOf(file, entry.offset, entry.size));
  }
}

std::uint64_t padded(std::uint64_t size) {
  return (size + 7) / 8 * 8;
}

void writeContent(const Source& source, NewFile& output) {
  const MergedEntry& entry = source.entry;
  const FileBytes content(source.file, source.offset, entry.size);
  const Bytes bytes = content.bytes();
  if (bytes.size != entry.size || hash128(bytes.data, bytes.size) != entry.hash) {
    throw RecordingError(source.file, source.offset,
                         "changed while it was being merged: merge when the program has ended");
  }
  output.writeAt(entry.offset, bytes.data, bytes.size);
  const char zeros[8] = {};
  output.writeAt(entry.offset + entry.size, zeros, padded(entry.size) - entry.size);
}

}  // namespace

void merge(const std::vector<fs::path>& inputs, const fs::path& output) {
  std::vector<Source> sources;
  for (const fs::path& input : inputs) addSources(input, sources);
  std::stable_sort(sources.begin(), sources.end());
  const auto isSame = [](const Source& a, const Source& b) { return a.isSame(b); };
  sources.erase(std::unique(sources.begin(), sources.end(), isSame), sources.end());

  MergedHeader header{};
  std::memcpy(header.magic, kMergedMagic, sizeof header.magic);
  header.version = kMergedVersion;
  header.byteOrder = 0x01020304U;
  header.count = sources.size();
  std::uint64_t offset = sizeof header + sources.size() * sizeof(MergedEntry);

  NewFile file(output);
  file.writeAt(0, &header, sizeof header);
  std::uint64_t place = sizeof header;
  for (Source& source : sources) {
    source.entry.offset = offset;
    offset += padded(source.entry.size);
    file.writeAt(place, &source.entry, sizeof source.entry);
    place += sizeof source.entry;
  }
  for (const Source& source : sources) writeContent(source, file);
  file.sync();
  file.keep();
}

}  // namespace gordian::recording
