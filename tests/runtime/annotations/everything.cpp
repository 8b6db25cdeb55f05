#include "everything.c"  // the macros mean the same in both languages

namespace {

struct Lock {
  void lock() {}
  bool try_lock() { return true; }
  void unlock() {}
};

// Compiled and called: the helpers need nothing either.
struct Helpers {
  Helpers() {
    const gordian::Quiet quiet;
    gordian::Observed<Lock> lock("lock");
    lock.lock();
    lock.unlock();
    if (lock.try_lock()) lock.unlock();
  }
};
const Helpers helpers;

}  // namespace
