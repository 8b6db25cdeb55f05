#include "symbols/lock_kind_words.hpp"

namespace gordian::cli {

const char* lockKindWord(lockgraph::LockKind kind) {
  switch (kind) {
    case lockgraph::LockKind::RecursiveMutex:
      return "recursive mutex";
    case lockgraph::LockKind::RwLock:
    case lockgraph::LockKind::RwLockPreferWriter:
      return "rwlock";
    case lockgraph::LockKind::SpinLock:
      return "spin lock";
    case lockgraph::LockKind::Semaphore:
      return "semaphore";
    case lockgraph::LockKind::OnceFlag:
      return "once flag";
    case lockgraph::LockKind::StaticGuard:
      return "static initialisation";
    case lockgraph::LockKind::Mutex:
    case lockgraph::LockKind::ErrorCheckMutex:
      return "mutex";
  }
  return "lock";
}

}  // namespace gordian::cli
