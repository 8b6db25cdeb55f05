// What a task that sleeps in a futex waits for, and who could end that: by the C library's
// functions on its stack and the words in the memory of its process. The layout is glibc's (x86-64,
// aarch64), which has not changed since 2.25; what does not fit is "unknown".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calls.hpp"
#include "remote_stack.hpp"

namespace gordian::cli::outside {

enum class FutexUse : std::uint8_t {
  Unknown,
  Mutex,      // `owner` holds it
  RwLock,     // `owner` writes, or readers hold it: those are not known
  Join,       // of the thread `owner`
  Condition,  // anybody may signal
  Semaphore,
  Once,  // call_once and initialisations of statics: who runs it is not known
  Barrier,
};

struct FutexWait {
  FutexUse use = FutexUse::Unknown;
  std::uint64_t address = 0;           // of the object
  std::optional<std::uint32_t> owner;  // thread; none: not known
  bool hasReaders = false;             // RwLock: held by readers
  bool isTimed = false;

  bool operator==(const FutexWait&) const = default;
};

// `frames`: the stack of the task; `tids`: of its process.
FutexWait futexWaitOf(std::uint32_t pid, const SleepKind& sleep,
                      const std::vector<SourceFrame>& frames,
                      const std::vector<std::uint32_t>& tids);

// "mutex", "reader-writer lock", …
const char* nameOf(FutexUse use);

}  // namespace gordian::cli::outside
