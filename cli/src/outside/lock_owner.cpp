#include "lock_owner.hpp"

#include <linux/futex.h>

#include "remote_memory.hpp"

namespace gordian::cli::outside {
namespace {

struct GlibcMutex {  // the beginning of pthread_mutex_t
  std::uint32_t lock, count, owner, users, kind;
};

// Of a mutex's kind: the lock word contains the owner; or there is something else in it.
constexpr std::uint32_t kRobust = 0x10, kInherit = 0x20, kProtect = 0x40, kElision = 0x100;

}  // namespace

std::uint32_t ownerOfMutex(std::uint32_t pid, std::uint64_t address, bool isInheriting) {
  const auto mutex = valueAt<GlibcMutex>(pid, address);
  if (!mutex || mutex->lock == 0 || (mutex->kind & (kProtect | kElision)) != 0) return 0;
  if (isInheriting || (mutex->kind & (kRobust | kInherit)) != 0)
    return mutex->lock & FUTEX_TID_MASK;
  // Between taking the lock and writing its name, an owner is not to be seen.
  return mutex->owner;
}

std::uint32_t ownerOfLock(std::uint32_t pid, std::uint64_t address, lockgraph::LockKind kind) {
  switch (kind) {
    case lockgraph::LockKind::Mutex:
    case lockgraph::LockKind::RecursiveMutex:
    case lockgraph::LockKind::ErrorCheckMutex:
      return ownerOfMutex(pid, address, false);
    case lockgraph::LockKind::RwLock:
    case lockgraph::LockKind::RwLockPreferWriter:
      if (const auto lock = valueAt<GlibcRwLock>(pid, address)) return lock->writer;
      return 0;
    default:
      return 0;
  }
}

}  // namespace gordian::cli::outside
