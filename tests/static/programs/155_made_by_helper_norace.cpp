// What only a constructor calls is a part of it.
#include "annotated_mutex.hpp"

class Counter {
 public:
  Counter() { reset(); }
  int get() {
    MutexLock lock(mutex_);
    return count_;
  }

 private:
  void reset() { count_ = 0; }  // NORACE

  Mutex mutex_;
  int count_ GUARDED_BY(mutex_);
};

Counter counter;

int main() {
  return counter.get();
}
