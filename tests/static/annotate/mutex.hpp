// A project's own lock, which Clang's thread-safety analysis follows, and its words for it.
#pragma once

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define BANK_ATTRIBUTE(x) __attribute__((x))
#else
#define BANK_ATTRIBUTE(x)
#endif
#define BANK_GUARDED_BY(x) BANK_ATTRIBUTE(guarded_by(x))
#define BANK_REQUIRES(...) BANK_ATTRIBUTE(requires_capability(__VA_ARGS__))

class BANK_ATTRIBUTE(capability("mutex")) Mutex {
 public:
  void lock() BANK_ATTRIBUTE(acquire_capability()) { native_.lock(); }
  void unlock() BANK_ATTRIBUTE(release_capability()) { native_.unlock(); }

 private:
  std::mutex native_;
};

class BANK_ATTRIBUTE(scoped_lockable) Lock {
 public:
  explicit Lock(Mutex& mutex) BANK_ATTRIBUTE(acquire_capability(mutex)) : mutex_(mutex) {
    mutex_.lock();
  }
  ~Lock() BANK_ATTRIBUTE(release_capability()) { mutex_.unlock(); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  Mutex& mutex_;
};
