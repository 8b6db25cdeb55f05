// The texts under /proc that live detection reads. What does not look as expected is "not known".
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::cli {

// State letter in the content of /proc/PID/task/TID/stat: 'R', 'S', 'D', 'Z', …; 0: not known.
char stateIn(std::string_view stat);

// Whether the content of /proc/PID/task/TID/syscall names a call that waits for no futex; or, with
// `isForChild`, for no child.
bool isOtherCall(std::string_view syscall, bool isForChild = false);

// The mask behind `key` ("SigCgt") in the content of /proc/PID/status.
std::optional<std::uint64_t> maskIn(std::string_view status, std::string_view key);

// Of the caught signals, those whose handler could well wake a thread: not the faults, not what the
// C library keeps for itself, and, under CPython, not the interpreter's own SIGINT handler.
std::uint64_t possiblePosters(std::uint64_t caught, bool isPython);

struct MappedFile {
  std::uint32_t major = 0, minor = 0;
  std::uint64_t inode = 0;
  bool isShared = false;
  std::string_view path;
};

// One line of /proc/PID/maps that maps a file; none for other memory.
std::optional<MappedFile> mappedFileIn(std::string_view line);

// Whole content; none when it cannot be read.
std::optional<std::string> contentOf(const std::filesystem::path& file);
// Names of entries that are numbers.
std::optional<std::vector<std::uint32_t>> numbersIn(const std::filesystem::path& folder);

}  // namespace gordian::cli
