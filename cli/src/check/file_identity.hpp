// Which content a file has, as far as that can be told without reading it: its size, times and
// place on the disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace gordian::cli {

using Nanoseconds = std::int64_t;  // since 1970

struct FileIdentity {
  std::uint64_t size = 0, inode = 0;
  Nanoseconds modified = 0, changed = 0;
  bool operator==(const FileIdentity&) const = default;

  [[nodiscard]] std::string text() const;  // four numbers
  // Not changed a moment ago: another change in the same tick of the clock would not be seen.
  [[nodiscard]] bool isSettled() const;
};

// Of a regular file; nothing when it is not there.
std::optional<FileIdentity> identityOf(const std::filesystem::path& file);

// Takes what text() made, and the blank behind it, off the begin of the line.
bool takeIdentity(std::string_view& line, FileIdentity& identity);

// When a file was written last, by the clock of its file system; nothing when it is not there.
std::optional<Nanoseconds> timeOf(const std::filesystem::path& file);

}  // namespace gordian::cli
