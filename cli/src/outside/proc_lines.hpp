// Lines under /proc that tell what a task of another process does and what its files are. Pure: the
// text comes from the caller. What does not look as expected is "not known", never an error.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gordian::cli::outside {

struct SystemCall {
  std::int64_t number = -1;
  std::array<std::uint64_t, 6> arguments{};
  std::uint64_t sp = 0, pc = 0;

  bool operator==(const SystemCall&) const = default;
};

// Content of /proc/PID/task/TID/syscall of a task that sleeps in a system call; none for "running"
// and for a task that sleeps elsewhere ("-1 …").
std::optional<SystemCall> systemCallIn(std::string_view text);

struct Stat {  // content of /proc/PID/stat
  std::string name;
  char state = '\0';
  std::uint32_t parent = 0;
  std::uint32_t group = 0;    // process group
  bool isKernel = false;      // a thread of the kernel's own
  std::uint64_t started = 0;  // clock ticks since boot
};
std::optional<Stat> statIn(std::string_view text);

// Number behind `key` ("TracerPid", "Uid", …: the first one) in the content of /proc/PID/status.
std::optional<std::uint64_t> numberBehind(std::string_view status, std::string_view key);

// Inode of "pipe:[146091]", the target of a link in /proc/PID/fd.
std::optional<std::uint64_t> pipeIn(std::string_view target);

enum class LockType : std::uint8_t { Flock, Posix, OpenFile, Other };

struct FileLock {  // a line of /proc/locks, or one behind "lock:" in /proc/PID/fdinfo/FD
  std::uint64_t id = 0;
  LockType type = LockType::Other;
  bool isWaiting = false;
  bool isWrite = false;
  std::int64_t pid = 0;  // of a lock of an open file: who took it, or -1
  std::uint32_t major = 0, minor = 0;
  std::uint64_t inode = 0;
  std::uint64_t begin = 0, end = UINT64_MAX;  // bytes

  [[nodiscard]] bool isOfFile(const FileLock& other) const {
    return inode == other.inode && major == other.major && minor == other.minor;
  }
};
std::optional<FileLock> fileLockIn(std::string_view line);

// Calls `use` with each line, without its end.
template <typename Use>
void forEachLine(std::string_view text, const Use& use) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    use(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace gordian::cli::outside
