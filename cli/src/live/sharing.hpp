// Who can reach the memory of a file that processes have mapped.
#pragma once

#include <gordian/recording/board.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "proc_files.hpp"

namespace gordian::cli {

// Calls `use` with each file in the content of /proc/PID/maps.
template <typename Use>
void forEachMappedFile(std::string_view maps, const Use& use) {
  while (!maps.empty()) {
    const auto end = std::min(maps.find('\n'), maps.size());
    if (const auto file = mappedFileIn(maps.substr(0, end))) use(*file);
    maps.remove_prefix(std::min(end + 1, maps.size()));
  }
}

inline std::uint64_t spaceOf(const MappedFile& file) {
  return recording::spaceOfFile(file.major, file.minor, file.inode);
}

// By the name it was mapped by nobody can find the file any more.
bool isClosed(std::string_view path);

// As Processes says it.
bool isReachedElsewhere(std::uint64_t space, const std::vector<std::uint32_t>& known);
bool mayBeOwnedElsewhere(std::uint64_t space, const std::vector<std::uint32_t>& known);

}  // namespace gordian::cli
