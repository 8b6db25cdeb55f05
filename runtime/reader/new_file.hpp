// A file that appears under its name complete or not at all, and replaces nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace gordian::recording {

// Every failure is a RecordingError. Mode 0600; what is not kept leaves nothing behind.
class NewFile {
 public:
  explicit NewFile(std::filesystem::path file);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void writeAt(std::uint64_t offset, const void* data, std::size_t size);
  void sync() const;  // to the disk
  void keep();

 private:
  [[noreturn]] void refuse() const;
  [[noreturn]] void fail(const char* what) const;

  std::filesystem::path file_;
  std::filesystem::path temporary_;
  int descriptor_ = -1;
  bool isKept_ = false;
};

}  // namespace gordian::recording
