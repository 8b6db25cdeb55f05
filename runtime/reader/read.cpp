#include <gordian/recording/format.h>

#include <algorithm>
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
  RecordScanner scanner(bytes, header.headerSize, damage);
  Decoder decoder(recording, damage, bytes.size);
  decoder.begin(header);
  while (const auto record = scanner.next()) decoder.add(*record);
  decoder.finish();
  recording.damage = damage.take();
  return recording;
}

Place placeOf(const std::filesystem::path& file, std::uint64_t offset, std::uint64_t size) {
  const FileBytes head(file, offset, std::min<std::uint64_t>(size, sizeof(FileHeader)));
  const FileHeader header = checkedHeader(file, head.bytes());
  Place place;
  place.file = file;
  place.offset = offset;
  place.size = size;
  place.pid = header.pid;
  place.startedNs = header.startedNs;
  return place;
}

std::vector<Place> placesInMerged(const std::filesystem::path& file) {
  DamageNotes damage;
  std::optional<RecordingError> firstError;
  std::vector<Place> places;
  const MergedTable table = mergedTable(file, damage);
  for (const MergedEntry& entry : table.entries) {
    try {
      places.push_back(placeOf(file, entry.offset, entry.size));
      places.back().hash = entry.hash;
    } catch (const RecordingError& error) {
      if (!firstError) firstError = error;
      damage.add(entry.offset, "a recording that cannot be read was left out");
    }
  }
  if (places.empty() && firstError) throw *firstError;
  if (places.empty() && !damage.isEmpty()) {
    throw RecordingError(file, table.fileSize, "is cut: none of its recordings is left");
  }
  if (!places.empty()) places.back().damage = damage.take();
  return places;
}

}  // namespace

std::vector<Place> placesIn(const std::filesystem::path& file) {
  const FileBytes head(file, 0, sizeof(MergedHeader));
  if (isMerged(head.bytes())) return placesInMerged(file);
  return {placeOf(file, 0, kToTheEnd)};
}

Recording read(const Place& place) {
  const FileBytes content(place.file, place.offset, place.size);
  const Bytes bytes = content.bytes();
  Recording recording = readOne(place.file, bytes);
  DamageNotes damage;
  if (place.hash && bytes.size < place.size) {
    damage.add(place.offset, "the file ends within this recording");
  } else if (place.hash && hash128(bytes.data, bytes.size) != *place.hash) {
    damage.add(place.offset, "this recording was changed after merging");
  }
  auto& notes = recording.damage;
  for (std::string& note : damage.take()) notes.push_back(std::move(note));
  notes.insert(notes.end(), place.damage.begin(), place.damage.end());
  return recording;
}

std::vector<Recording> read(const std::filesystem::path& file) {
  std::vector<Recording> recordings;
  for (const Place& place : placesIn(file)) recordings.push_back(read(place));
  return recordings;
}

}  // namespace gordian::recording
