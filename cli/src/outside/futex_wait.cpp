#include "futex_wait.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "lock_owner.hpp"
#include "remote_memory.hpp"

namespace gordian::cli::outside {
namespace {

constexpr std::uint32_t kReadersShift = 3;  // above: how many readers hold it

struct Function {
  std::string_view name;
  FutexUse use;
};
// The calls of the program that can end in a futex; of a name only what stands here is compared.
constexpr std::array kFunctions{
    Function{"pthread_mutex_", FutexUse::Mutex},    Function{"mtx_lock", FutexUse::Mutex},
    Function{"mtx_timedlock", FutexUse::Mutex},     Function{"pthread_rwlock_", FutexUse::RwLock},
    Function{"pthread_cond_", FutexUse::Condition}, Function{"cnd_", FutexUse::Condition},
    Function{"sem_", FutexUse::Semaphore},          Function{"new_sem_", FutexUse::Semaphore},
    Function{"pthread_join", FutexUse::Join},       Function{"pthread_timedjoin", FutexUse::Join},
    Function{"pthread_clockjoin", FutexUse::Join},  Function{"thrd_join", FutexUse::Join},
    Function{"pthread_once", FutexUse::Once},       Function{"call_once", FutexUse::Once},
    Function{"cxa_guard_acquire", FutexUse::Once},  Function{"pthread_barrier_", FutexUse::Barrier},
};

// Only the innermost frames are the C library's; a mutex further out is not what is waited for.
constexpr std::size_t kInnermost = 8;

FutexUse useBy(const std::vector<SourceFrame>& frames) {
  for (std::size_t i = 0; i < std::min(frames.size(), kInnermost); ++i) {
    std::string_view name = frames[i].function;
    name.remove_prefix(std::min(name.find_first_not_of('_'), name.size()));
    for (const Function& function : kFunctions)
      if (name.starts_with(function.name)) return function.use;
    if (frames[i].user) break;
  }
  return FutexUse::Unknown;
}

bool isAmong(std::uint32_t tid, const std::vector<std::uint32_t>& tids) {
  return std::find(tids.begin(), tids.end(), tid) != tids.end();
}

// Which of its words the lock is waited on with decides where it begins; only where exactly one
// place looks like a lock is it known.
void findWriter(std::uint32_t pid, const SleepKind& sleep, const std::vector<std::uint32_t>& tids,
                FutexWait& wait) {
  std::vector<FutexWait> found;
  for (const std::size_t offset : {offsetof(GlibcRwLock, readers), offsetof(GlibcRwLock, phase),
                                   offsetof(GlibcRwLock, writersFutex)}) {
    const auto lock = valueAt<GlibcRwLock>(pid, sleep.address - offset);
    if (!lock || lock->pad3 != 0 || lock->pad4 != 0) continue;
    FutexWait one = wait;
    one.address = sleep.address - offset;
    one.hasReaders = lock->readers >> kReadersShift != 0;
    if (isAmong(lock->writer, tids)) one.owner = lock->writer;
    if (lock->writer != 0 ? one.owner.has_value() : one.hasReaders) found.push_back(one);
  }
  if (found.size() == 1) wait = found.front();
}

}  // namespace

FutexWait futexWaitOf(std::uint32_t pid, const SleepKind& sleep,
                      const std::vector<SourceFrame>& frames,
                      const std::vector<std::uint32_t>& tids) {
  FutexWait wait;
  wait.address = sleep.address;
  wait.isTimed = sleep.isTimed;
  wait.use = sleep.isInheriting ? FutexUse::Mutex : useBy(frames);
  switch (wait.use) {
    case FutexUse::Mutex:
      if (const auto owner = ownerOfMutex(pid, wait.address, sleep.isInheriting))
        wait.owner = owner;
      break;
    case FutexUse::RwLock:
      findWriter(pid, sleep, tids, wait);
      break;
    case FutexUse::Join:
      // The word is the thread's id, until the kernel clears it at its end.
      if (isAmong(sleep.value, tids) && valueAt<std::uint32_t>(pid, sleep.address) == sleep.value)
        wait.owner = sleep.value;
      break;
    default:
      break;
  }
  return wait;
}

const char* nameOf(FutexUse use) {
  switch (use) {
    case FutexUse::Mutex:
      return "mutex";
    case FutexUse::RwLock:
      return "reader-writer lock";
    case FutexUse::Join:
      return "the end of a thread";
    case FutexUse::Condition:
      return "condition variable";
    case FutexUse::Semaphore:
      return "semaphore";
    case FutexUse::Once:
      return "an initialisation that runs";
    case FutexUse::Barrier:
      return "barrier";
    case FutexUse::Unknown:
      break;
  }
  return "futex";
}

}  // namespace gordian::cli::outside
