// A project's own lock class: the lines that a report must look through.
#pragma once

#include <mutex>

class WrappedLock {
 public:
  void enter() { mutex_.lock(); }
  void leave() { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

class WrappedGuard {
 public:
  explicit WrappedGuard(WrappedLock& lock) : lock_(lock) { lock_.enter(); }
  ~WrappedGuard() { lock_.leave(); }
  WrappedGuard(const WrappedGuard&) = delete;
  WrappedGuard& operator=(const WrappedGuard&) = delete;

 private:
  WrappedLock& lock_;
};
