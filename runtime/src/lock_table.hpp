// Which lock lives at which address now. An entry is one *instance*: the same address after
// destroy, init, free or munmap is another lock and gets another entry.
//
// Read and written on the slow path only. The lock path sees the stamps alone: a small array of
// counters by address that change whenever what is known of an address changes; a transition that
// was cached under another stamp is looked up again.
#pragma once

#include "call_context.hpp"

#include <gordian/recording/board.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace gordian::runtime {

// lockgraph::LockKind as it stands in the recording (a test compares the two).
enum Kind : std::uint8_t {
  kMutexKind,
  kRecursiveMutexKind,
  kErrorCheckMutexKind,
  kRwLockKind,
  kRwLockPreferWriterKind,
  kSpinLockKind,
  kSemaphoreKind,
  kOnceKind,
  kGuardKind,
};

// Beside a kind that is asked for: a lock of the program's own making (gordian/annotations.h),
// whose memory tells nothing.
constexpr std::uint8_t kCustomBit = 0x80;

struct LockEntry {
  const void* address = nullptr;
  std::uint32_t instance = 0;  // running number, never used again; 0: free entry
  std::uint32_t recordId = 0;  // id in the recording `generation`, 0: not written yet
  std::uint32_t generation = 0;
  std::uint32_t firstThread = 0;
  std::uint32_t firstSegment = 0;  // … and how, when it asked first
  std::uint32_t firstHow = 0;
  std::uint32_t firstMoment = 0;
  std::uint32_t firstGeneration = 0;  // of the recording in which firstThread is meant
  std::uint32_t firstWritten = 0;     // the recording that says so (meetings.cpp)
  std::uint32_t once = 0;             // number of the routine of a flag that ran last …
  std::uint32_t onceGeneration = 0;   // … in this recording (once_order.cpp)
  std::uint32_t secondThread = 0;
  std::uint32_t creator = recording::kNoThread;
  std::uint32_t creatorSegment = 0;
  std::uint8_t kind = 0;         // lockgraph::LockKind
  std::uint8_t storage = 0;      // recording::Storage
  std::uint16_t flags = 0;       // recording::LockFlags
  bool touched = false;          // some thread asked for it: firstThread is valid
  bool shared = false;           // by a second thread too
  bool tainted = false;          // a semaphore that is no lock
  bool isWatched = false;        // held or released in a wait for something else (watched.hpp)
  bool isRanked = false;         // by the program, as the rest here
  bool isKeptApart = false;      // from another lock
  bool isOrphaned = false;       // a custom lock whose holder's thread ended
  bool isUsedInHandler = false;  // in that of a signal (handlers.hpp)
  bool isHandlerReported = false;
  std::uint8_t namings = 0;
  std::int32_t rank = 0;
  const char* name = nullptr;
  std::uint64_t frame = 0;  // for a lock on the stack: identity of the frame it lies in
  CallPlace created{};
  CallPlace first{};
  recording::BoardKey key{};  // of a lock that several processes share, once it was looked up …
  std::uint32_t keyProcess = 0;  // … by this process
  // With --stats:
  std::uint32_t lockClass = 0;  // index + 1 in the recording …
  std::uint32_t classGeneration = 0;
  std::uint32_t lastHolder = 0;  // exclusively; thread + 1. Written by the holder alone
  std::uint32_t waiting = 0;     // threads; atomic
  LockEntry* nextOfAddress = nullptr;
  LockEntry* nextOfPage = nullptr;
};

constexpr std::size_t kStamps = 4096;
extern std::atomic<std::uint32_t> stamps[kStamps];

inline std::uint64_t hashAddress(const void* address) noexcept {
  return (reinterpret_cast<std::uintptr_t>(address) >> 3) * 0x9E3779B97F4A7C15ull;
}
// For the lock path: one instruction.
inline std::uint64_t mixAddress(const void* address) noexcept {
  return reinterpret_cast<std::uintptr_t>(address) * 0x6A09E667;
}
inline std::atomic<std::uint32_t>& stampAt(const void* address) noexcept {
  return stamps[(mixAddress(address) >> 32) % kStamps];
}
inline std::uint32_t stampOf(const void* address) noexcept {
  return stampAt(address).load(std::memory_order_relaxed);
}
void changeStamp(const void* address) noexcept;

// The entry for `address`, or null. Entries stay readable for ever: compare `instance` later.
LockEntry* findLock(const void* address) noexcept;
// The entry for `address`, new when there is none; null when memory is short.
LockEntry* internLock(const void* address, std::uint8_t kind) noexcept;
// The address begins a new life: forgets what was there.
void forgetLock(const void* address) noexcept;
// Every lock in [start, start + size) is gone. Those for which `isInUse` is true (it is called
// under the table's lock) are left for the caller to look at and forget, up to `most`; returns how
// many.
std::size_t forgetRange(const void* start, std::size_t size,
                        bool (*isInUse)(const LockEntry&) = nullptr, LockEntry** inUse = nullptr,
                        std::size_t most = 0) noexcept;

// The locks in [start, start + size), up to `most`; returns how many.
std::size_t locksIn(const void* start, std::size_t size, LockEntry** found,
                    std::size_t most) noexcept;

// May a lock be near `block`? Exact enough for the path of every free().
bool mayHoldLocks(const void* block) noexcept;

std::uint64_t locksSeen() noexcept;
std::uint64_t locksAlive() noexcept;

void lockLockTable() noexcept;
void unlockLockTable() noexcept;

}  // namespace gordian::runtime
