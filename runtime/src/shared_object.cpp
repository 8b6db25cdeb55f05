#include "shared_object.hpp"

#include "lock_table.hpp"
#include "not_cancelled.hpp"
#include "process.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace gordian::runtime {

using recording::BoardKey;

namespace {

// PROCMAP_QUERY of <linux/fs.h>, which the headers of Debian 12 do not have yet: 0.4 us against
// 66 us and more for reading the text.
struct Query {
  std::uint64_t size;
  std::uint64_t flags;
  std::uint64_t address;
  std::uint64_t start;
  std::uint64_t end;
  std::uint64_t mappingFlags;
  std::uint64_t pageSize;
  std::uint64_t offset;
  std::uint64_t inode;
  std::uint32_t deviceMajor;
  std::uint32_t deviceMinor;
  std::uint32_t nameSize;
  std::uint32_t buildIdSize;
  std::uint64_t name;
  std::uint64_t buildId;
};
constexpr unsigned long kQuery = _IOWR('f', 17, Query);
constexpr std::uint64_t kSharedMapping = 8;

struct Mapping {
  std::uint64_t start = 0;
  std::uint64_t offset = 0;
  std::uint64_t inode = 0;
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  bool isShared = false;
};

bool ask(int maps, std::uint64_t address, Mapping& found) noexcept {
  Query query{};
  query.size = sizeof query;
  query.address = address;
  if (ioctl(maps, kQuery, &query) != 0) return false;
  found = {query.start,       query.offset,      query.inode,
           query.deviceMajor, query.deviceMinor, (query.mappingFlags & kSharedMapping) != 0};
  return true;
}

// "start-end perms offset major:minor inode path", read a line at a time in a small buffer.
bool search(int maps, std::uint64_t address, Mapping& found) noexcept {
  char buffer[512];
  std::size_t filled = 0;
  bool isTail = false;  // of a line longer than the buffer
  for (;;) {
    const ssize_t got = read(maps, buffer + filled, sizeof buffer - 1 - filled);
    if (got <= 0) return false;
    filled += static_cast<std::size_t>(got);
    buffer[filled] = '\0';
    char* line = buffer;
    for (char* end = nullptr; (end = std::strchr(line, '\n')) != nullptr; line = end + 1) {
      char* at = nullptr;
      const std::uint64_t start = std::strtoull(line, &at, 16);
      const std::uint64_t last = *at == '-' ? std::strtoull(at + 1, &at, 16) : 0;
      if (!isTail && start <= address && address < last && std::strlen(at) > 6) {
        found.start = start;
        found.isShared = at[4] == 's';  // " rw-s"
        found.offset = std::strtoull(at + 6, &at, 16);
        found.major = static_cast<std::uint32_t>(std::strtoul(at, &at, 16));
        found.minor = static_cast<std::uint32_t>(*at == ':' ? std::strtoul(at + 1, &at, 16) : 0);
        found.inode = std::strtoull(at, nullptr, 10);
        return true;
      }
      isTail = false;
    }
    filled = static_cast<std::size_t>(buffer + filled - line);
    std::memmove(buffer, line, filled);
    if (filled > sizeof buffer / 2) {  // the path of a line: nothing that matters
      filled = 0;
      isTail = true;
    }
  }
}

}  // namespace

BoardKey keyOf(const void* address, bool isShared, bool& isKnown) noexcept {
  isKnown = true;
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  const BoardKey own{ownProcess(), at};
  if (!isShared) return own;
  const NotCancelled notCancelled;
  const int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (maps < 0) {
    isKnown = false;
    return own;
  }
  Mapping found;
  isKnown = ask(maps, at, found) || search(maps, at, found);
  close(maps);
  if (!isKnown || !found.isShared) return own;  // private memory after all
  return {recording::spaceOfFile(found.major, found.minor, found.inode),
          at - found.start + found.offset};
}

bool isProcessShared(const void* lock, std::uint8_t kind) noexcept {
  constexpr int kMutexSharedBit = 0x80;
  constexpr int kFutexShared = 128;  // of new_sem and pthread_barrier, which glibc keeps to itself
  switch (kind) {
    case kRwLockKind:
    case kRwLockPreferWriterKind:
      return static_cast<const pthread_rwlock_t*>(lock)->__data.__shared != 0;
    case kSemaphoreKind:
      return static_cast<const int*>(lock)[2] == kFutexShared;
    case kMutexKind:
    case kRecursiveMutexKind:
    case kErrorCheckMutexKind:
      return (static_cast<const pthread_mutex_t*>(lock)->__data.__kind & kMutexSharedBit) != 0;
    default:
      return false;
  }
}

bool isProcessShared(const pthread_cond_t& condition) noexcept {
  return (condition.__data.__wrefs & 1) != 0;
}

bool isProcessShared(const pthread_barrier_t& barrier) noexcept {
  constexpr int kFutexShared = 128;
  return reinterpret_cast<const int*>(&barrier)[3] == kFutexShared;
}

}  // namespace gordian::runtime
