// The bytes of a file, copied, so that a file that shrinks meanwhile cannot kill the reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace gordian::recording {

// A part of a file: one recording.
struct Bytes {
  const unsigned char* data = nullptr;
  std::size_t size = 0;

  // The part [offset, offset + length), as far as it exists.
  [[nodiscard]] Bytes part(std::uint64_t offset, std::uint64_t length) const {
    if (offset >= size) return {};
    const std::uint64_t rest = size - offset;
    return {data + offset, static_cast<std::size_t>(length < rest ? length : rest)};
  }
};

inline constexpr std::uint64_t kToTheEnd = UINT64_MAX;

class FileBytes {
 public:
  // [offset, offset + length) of the file, as far as it exists. Throws RecordingError: unreadable,
  // empty, no regular file, more than 16 GiB. Memory: what the part has on the disk; holes cost
  // nothing.
  explicit FileBytes(const std::filesystem::path& file, std::uint64_t offset = 0,
                     std::uint64_t length = kToTheEnd);
  ~FileBytes();
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  [[nodiscard]] Bytes bytes() const { return {data_, size_}; }
  [[nodiscard]] std::uint64_t fileSize() const { return fileSize_; }

 private:
  unsigned char* data_ = nullptr;
  std::size_t size_ = 0;
  std::uint64_t fileSize_ = 0;
};

}  // namespace gordian::recording
