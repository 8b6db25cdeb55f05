#include <gordian/recording/format.h>

#include <cstring>
#include <gordian/recording/reader.hpp>
#include <optional>

#include "decoder.hpp"
#include "file_bytes.hpp"
#include "merged_file.hpp"
#include "record_scanner.hpp"

namespace gordian::recording {
namespace {

Recording readOne(const std::filesystem::path& file, Bytes bytes) {
  DamageNotes damage;
  const FileHeader header = checkedHeader(file, bytes);
  Recording recording;
  recording.file = file;
  recording.pid = header.pid;
  recording.parentPid = header.parentPid;
  recording.startedNs = header.startedNs;
  recording.parentStartedNs = header.parentStartedNs;
  RecordScanner scanner(bytes, header.headerSize, damage);
  Decoder decoder(recording, damage, bytes.size);
  while (const auto record = scanner.next()) decoder.add(*record);
  decoder.finish();
  recording.damage = damage.take();
  return recording;
}

std::vector<Recording> readMerged(const std::filesystem::path& file, Bytes bytes) {
  DamageNotes damage;
  std::optional<RecordingError> firstError;
  std::vector<Recording> recordings;
  const auto entries = mergedEntries(file, bytes, damage);
  for (const MergedEntry& entry : entries) {
    const Bytes content = bytes.part(entry.offset, entry.size);
    if (content.size < entry.size) damage.add(entry.offset, "the file ends within this recording");
    if (content.size == entry.size && hash128(content.data, content.size) != entry.hash) {
      damage.add(entry.offset, "this recording was changed after merging");
    }
    try {
      recordings.push_back(readOne(file, content));
    } catch (const RecordingError& error) {
      if (!firstError) firstError = error;
      damage.add(entry.offset, "a recording that cannot be read was left out");
    }
  }
  if (recordings.empty() && firstError) throw *firstError;
  if (recordings.empty() && !damage.isEmpty()) {
    throw RecordingError(file, bytes.size, "is cut: none of its recordings is left");
  }
  if (!recordings.empty()) {
    for (std::string& note : damage.take()) recordings.back().damage.push_back(std::move(note));
  }
  return recordings;
}

}  // namespace

std::vector<Recording> read(const std::filesystem::path& file) {
  const FileBytes content(file);
  if (isMerged(content.bytes())) return readMerged(file, content.bytes());
  std::vector<Recording> recordings;
  recordings.push_back(readOne(file, content.bytes()));
  return recordings;
}

}  // namespace gordian::recording
