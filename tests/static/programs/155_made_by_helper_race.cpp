// What a constructor calls is called by others, too.
#include "annotated_mutex.hpp"

class Counter {
 public:
  Counter() { reset(); }
  void restart() { reset(); }
  int get() {
    MutexLock lock(mutex_);
    return count_;
  }

 private:
  void reset() { count_ = 0; }  // RACE

  Mutex mutex_;
  int count_ GUARDED_BY(mutex_);
};

Counter counter;

int main() {
  counter.restart();
  return counter.get();
}
