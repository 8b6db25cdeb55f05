#include "lock_word.hpp"

#include "lock_table.hpp"

#include <gnu/libc-version.h>
#include <sys/uio.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace gordian::runtime {

namespace {

// Bits of a mutex's kind word and of a robust or priority-inheriting mutex's lock word.
constexpr int kRobust = 0x10;
constexpr int kInherit = 0x20;
constexpr int kProtect = 0x40;
constexpr int kElision = 0x100;
constexpr unsigned kTidMask = 0x3fffffff;

// Of a reader-writer lock's `__readers`.
constexpr unsigned kWriterBit = 2;
constexpr unsigned kReaderShift = 3;

#if defined(__x86_64__) || defined(__i386__)
constexpr int kFreeSpin = 1;
#else
constexpr int kFreeSpin = 0;
#endif

template <typename T>
T load(const T& word) noexcept {
  return __atomic_load_n(&word, __ATOMIC_ACQUIRE);
}

LockWord mutexWord(const pthread_mutex_t& mutex) noexcept {
  const int kind = load(mutex.__data.__kind);
  if ((kind & (kProtect | kElision)) != 0) return {};
  const auto word = static_cast<unsigned>(load(mutex.__data.__lock));
  if ((kind & (kRobust | kInherit)) != 0) {
    const unsigned owner = word & kTidMask;
    return {true, owner == 0, owner, 0};
  }
  return {true, word == 0, static_cast<std::uint32_t>(load(mutex.__data.__owner)), 0};
}

LockWord rwlockWord(const pthread_rwlock_t& lock) noexcept {
  const unsigned word = load(lock.__data.__readers);
  const auto writer = static_cast<std::uint32_t>(load(lock.__data.__cur_writer));
  const unsigned readers = word >> kReaderShift;
  return {true, readers == 0 && (word & kWriterBit) == 0 && writer == 0, writer, readers};
}

}  // namespace

LockWord lockWordAt(const void* lock, std::uint8_t kind) noexcept {
  switch (kind) {
    case kMutexKind:
    case kRecursiveMutexKind:
    case kErrorCheckMutexKind:
      return mutexWord(*static_cast<const pthread_mutex_t*>(lock));
    case kRwLockKind:
    case kRwLockPreferWriterKind:
      return rwlockWord(*static_cast<const pthread_rwlock_t*>(lock));
    case kSpinLockKind:
      return {true, load(*static_cast<const int*>(lock)) == kFreeSpin, 0, 0};
    default:
      return {};
  }
}

LockWord lockWordIfMapped(const void* lock, std::uint8_t kind) noexcept {
  alignas(pthread_rwlock_t) unsigned char copy[sizeof(pthread_rwlock_t)];
  static_assert(sizeof copy >= sizeof(pthread_mutex_t));
  const std::size_t size = kind <= kErrorCheckMutexKind ? sizeof(pthread_mutex_t)
                           : kind == kSpinLockKind      ? sizeof(int)
                                                        : sizeof(pthread_rwlock_t);
  const iovec to{copy, size};
  const iovec from{const_cast<void*>(lock), size};
  const int error = errno;
  const bool isRead = process_vm_readv(getpid(), &to, 1, &from, 1, 0) == static_cast<ssize_t>(size);
  errno = error;
  return isRead ? lockWordAt(copy, kind) : LockWord{};
}

bool isLayoutKnown() noexcept {
  static int known = -1;
  if (known < 0) {
    char built[32];
    std::snprintf(built, sizeof built, "%d.%d", __GLIBC__, __GLIBC_MINOR__);
    known = std::strcmp(built, gnu_get_libc_version()) == 0 ? 1 : 0;
  }
  return known == 1;
}

std::uint32_t roundOf(const pthread_barrier_t& barrier) noexcept {
  if (!isLayoutKnown()) return 0;
  struct {
    unsigned in;     // parties that have come, of all rounds
    unsigned round;  // those of the rounds that are over
    unsigned count;
  } words{};
  std::memcpy(&words, &barrier, sizeof words);
  return words.count == 0 ? 0 : words.round / words.count + 1;
}

}  // namespace gordian::runtime
