#include "record_scanner.hpp"

#include <gordian/recording/format.h>
#include <gordian/recording/reader.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

#include "crc32c.hpp"

namespace gordian::recording {
namespace {

constexpr std::size_t kAlignment = 8;
constexpr std::uint32_t kOurByteOrder = 0x01020304U;
constexpr std::uint32_t kOtherByteOrder = 0x04030201U;

template <typename T>
T valueAt(Bytes bytes, std::size_t offset) {
  T value{};
  std::memcpy(&value, bytes.data + offset, sizeof value);
  return value;
}

}  // namespace

FileHeader checkedHeader(const std::filesystem::path& file, Bytes bytes) {
  const std::size_t known = std::min(bytes.size, sizeof FileHeader::magic);
  if (known > 0 && std::memcmp(bytes.data, GORDIAN_RECORDING_MAGIC, known) != 0) {
    throw RecordingError(file, 0, "is not a Gordian recording");
  }
  if (bytes.size < sizeof(FileHeader)) {
    throw RecordingError(file, bytes.size, "ends within the header: nothing in it can be read");
  }
  const auto header = valueAt<FileHeader>(bytes, 0);
  if (header.byteOrder == kOtherByteOrder) {
    throw RecordingError(file, 0,
                         "has the other byte order: read it on a machine like the one it is from");
  }
  if (header.version != kRecordingVersion) {
    throw RecordingError(file, 0,
                         "recording version " + std::to_string(header.version) +
                             ", this gordian reads " + std::to_string(kRecordingVersion) +
                             ": use the gordian that made it");
  }
  Crc32c crc;
  crc.add(bytes.data, offsetof(FileHeader, crc));
  if (crc.value() != header.crc || header.byteOrder != kOurByteOrder) {
    throw RecordingError(file, 0, "has a damaged header: its checksum does not fit");
  }
  if (header.pointerSize != sizeof(std::uint64_t)) {
    throw RecordingError(file, 0,
                         "is from a program with addresses of " +
                             std::to_string(header.pointerSize) +
                             " bytes; this gordian reads those with 8");
  }
  if (header.headerSize < sizeof(FileHeader) || header.headerSize % kAlignment != 0) {
    throw RecordingError(file, offsetof(FileHeader, headerSize), "has a header of an absurd size");
  }
  return header;
}

void DamageNotes::add(std::uint64_t offset, const std::string& what) {
  if (notes_.size() < kMaxNotes) {
    notes_.push_back("offset " + std::to_string(offset) + ": " + what);
  } else {
    ++more_;
  }
}

std::vector<std::string> DamageNotes::take() {
  if (more_ > 0) notes_.push_back("and " + std::to_string(more_) + " more places");
  more_ = 0;
  return std::exchange(notes_, {});
}

RecordScanner::RecordScanner(Bytes bytes, std::size_t first, DamageNotes& damage,
                             std::uint64_t begin)
    : bytes_(bytes),
      begin_(begin),
      position_(first),
      usedSize_(std::min(first, bytes.size)),
      wasteAllowed_(4 * std::uint64_t{bytes.size} + 4 * std::uint64_t{kMaxRecordSize}),
      damage_(damage) {}

std::optional<Record> RecordScanner::next() {
  const std::size_t begin = position_;
  for (std::size_t at = begin; at < bytes_.size;) {
    if (const auto record = recordAt(at)) {
      if (at != begin) noteGap(begin, at);
      position_ = at + sizeof(RecordHeader) + record->payload.size;
      usedSize_ = position_;
      return record;
    }
    if (wasteAllowed_ == 0) {
      damage_.add(begin_ + at,
                  "so much is damaged that the search for further records was given up");
      break;
    }
    at = std::max(at + kAlignment, nextNonZero(at) / kAlignment * kAlignment);
  }
  position_ = bytes_.size;
  std::size_t end = bytes_.size;
  while (end > begin && bytes_.data[end - 1] == 0) --end;
  if (end > begin) {
    usedSize_ = std::min(bytes_.size, (end + kAlignment - 1) / kAlignment * kAlignment);
    noteGap(begin, usedSize_);
  }
  return std::nullopt;
}

std::optional<Record> RecordScanner::recordAt(std::size_t offset) {
  const std::size_t rest = bytes_.size - offset;
  if (rest < sizeof(RecordHeader)) return std::nullopt;
  const auto header = valueAt<RecordHeader>(bytes_, offset);
  if (header.mark != kRecordMark) return std::nullopt;
  if (header.size < sizeof(RecordHeader) || header.size % kAlignment != 0) return std::nullopt;
  if (header.size > rest || header.size > kMaxRecordSize) return std::nullopt;
  const Bytes payload =
      bytes_.part(offset + sizeof(RecordHeader), header.size - sizeof(RecordHeader));
  Crc32c crc;
  crc.add(bytes_.data + offset + offsetof(RecordHeader, type),
          offsetof(RecordHeader, crc) - offsetof(RecordHeader, type));
  crc.add(payload.data, payload.size);
  if (crc.value() != header.crc) {
    wasteAllowed_ -= std::min<std::uint64_t>(wasteAllowed_, header.size);
    return std::nullopt;
  }
  return Record{begin_ + offset, header.type, payload};
}

std::size_t RecordScanner::nextNonZero(std::size_t offset) const {
  while (offset + sizeof(std::uint64_t) <= bytes_.size &&
         valueAt<std::uint64_t>(bytes_, offset) == 0) {
    offset += sizeof(std::uint64_t);
  }
  return offset;
}

void RecordScanner::noteGap(std::size_t begin, std::size_t end) {
  const bool isHole = nextNonZero(begin) >= end;
  damage_.add(begin_ + begin, std::to_string(end - begin) +
                                  (isHole ? " bytes were never written" : " bytes unreadable") +
                                  "; the rest was read");
}

}  // namespace gordian::recording
