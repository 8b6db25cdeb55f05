// As much of Abseil's mutex as the programs need, declared as it is there.
#pragma once

namespace absl {

class __attribute__((capability("mutex"))) Mutex {
 public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
  void AssertHeld() const __attribute__((assert_capability(this)));
};

class __attribute__((scoped_lockable)) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) __attribute__((acquire_capability(mutex)));
  ~MutexLock() __attribute__((release_capability()));
};

}  // namespace absl
