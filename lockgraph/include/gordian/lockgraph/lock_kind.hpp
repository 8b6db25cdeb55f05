// What kinds of locks there are and how they are held. Needs no C++ library: also used inside the
// programs that are watched. The numbers stand in recordings.
#pragma once

#include <cstdint>

namespace gordian::lockgraph {

enum class Mode : std::uint8_t { Exclusive, Shared };

enum class LockKind : std::uint8_t {
  Mutex,
  RecursiveMutex,
  ErrorCheckMutex,
  RwLock,              // glibc's default: a reader passes waiting writers
  RwLockPreferWriter,  // the non-recursive-writer kind: a reader waits behind a waiting writer
  SpinLock,
  Semaphore,    // used as a lock: initial value 1, every post by the last waiter
  OnceFlag,     // held while the routine of pthread_once or call_once runs
  StaticGuard,  // held while a function's static variable is initialised
};

}  // namespace gordian::lockgraph
