// A function that requires the lock lets go of it for a while.
#include "annotated_mutex.hpp"

class Queue {
 public:
  void run() {
    MutexLock lock(mutex_);
    flush();
    ++jobs_;
  }

 private:
  void flush() REQUIRES(mutex_) {
    mutex_.unlock();
    jobs_ = 0;  // RACE
    mutex_.lock();
  }

  Mutex mutex_;
  int jobs_ GUARDED_BY(mutex_) = 0;
};

Queue queue;

int main() {
  queue.run();
}
