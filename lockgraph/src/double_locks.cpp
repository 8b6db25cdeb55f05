#include "double_locks.hpp"

#include <set>
#include <utility>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

bool isRwLock(LockKind kind) {
  return kind == LockKind::RwLock || kind == LockKind::RwLockPreferWriter;
}

bool blocksItself(LockKind kind, Mode mode) {
  switch (kind) {
    case LockKind::Mutex:
    case LockKind::SpinLock:
    case LockKind::OnceFlag:
    case LockKind::StaticGuard:
      return true;
    case LockKind::RwLock:
    case LockKind::RwLockPreferWriter:
      return mode == Mode::Exclusive;
    case LockKind::RecursiveMutex:
    case LockKind::ErrorCheckMutex:
    case LockKind::Semaphore:
      return false;
  }
  return false;
}

// How the lock is held tells its innermost hold, in this list or further out.
bool isHeldShared(const Trace& trace, const Dependency& dependency) {
  const Dependency* at = &dependency;
  while (true) {
    for (auto held = at->held.rbegin(); held != at->held.rend(); ++held)
      if (held->lock == dependency.lock) return held->mode == Mode::Shared;
    if (!at->base) return false;
    at = &trace.dependencies[index(*at->base)];
    if (at->lock == dependency.lock) return at->mode == Mode::Shared;
  }
}

}  // namespace

std::vector<DoubleLock> findDoubleLocks(const Trace& trace) {
  std::vector<DoubleLock> result;
  std::set<std::pair<std::uint32_t, StackId>> listed;
  for (std::uint32_t i = 0; i < trace.dependencies.size(); ++i) {
    const Dependency& d = trace.dependencies[i];
    if (!d.reentrant || d.acquisition != Acquisition::Blocking) continue;
    const Lock& lock = trace.locks[index(d.lock)];
    const bool isUpgrade = isHeldShared(trace, d);
    const bool isRefused = isRwLock(lock.kind) && !isUpgrade;
    if (lock.tainted || (!isRefused && !blocksItself(lock.kind, d.mode))) continue;
    if (!listed.emplace(lock.lockClass, d.stack).second) continue;
    result.push_back({static_cast<DependencyId>(i), d.lock, isUpgrade, isRefused, std::nullopt});
  }
  return result;
}

}  // namespace gordian::lockgraph
