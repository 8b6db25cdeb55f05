// Finds the valid records of one recording, in order, whatever lies between them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "file_bytes.hpp"

namespace gordian::recording {

struct FileHeader;

// The header of the recording in `bytes`; RecordingError when this reader cannot read it.
FileHeader checkedHeader(const std::filesystem::path& file, Bytes bytes);

// What could not be read, in words; at most kMaxNotes, then a number.
class DamageNotes {
 public:
  void add(std::uint64_t offset, const std::string& what);
  [[nodiscard]] std::vector<std::string> take();
  [[nodiscard]] bool isEmpty() const { return notes_.empty(); }

 private:
  static constexpr std::size_t kMaxNotes = 100;
  std::vector<std::string> notes_;
  std::uint64_t more_ = 0;
};

struct Record {
  std::uint64_t offset = 0;
  std::uint16_t type = 0;
  Bytes payload;
};

// Cost: linear; the bytes checked in vain while looking for the next valid record are bounded by a
// multiple of the size, so a hostile file cannot make it quadratic.
class RecordScanner {
 public:
  // `begin`: where the bytes lie in the recording; places that are told count from its begin.
  RecordScanner(Bytes bytes, std::size_t first, DamageNotes& damage, std::uint64_t begin = 0);

  std::optional<Record> next();
  // End of the last record or of the last byte that is not zero, rounded up to 8.
  [[nodiscard]] std::size_t usedSize() const { return usedSize_; }

 private:
  [[nodiscard]] std::optional<Record> recordAt(std::size_t offset);
  [[nodiscard]] std::size_t nextNonZero(std::size_t offset) const;
  void noteGap(std::size_t begin, std::size_t end);

  Bytes bytes_;
  std::uint64_t begin_;
  std::size_t position_;
  std::size_t usedSize_;
  std::uint64_t wasteAllowed_;
  DamageNotes& damage_;
};

}  // namespace gordian::recording
