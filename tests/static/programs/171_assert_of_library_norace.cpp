// An assertion of a class that the library table knows is read by its attribute, and is no lock
// that was taken.
#include "absl_mutex.hpp"

bool isInSink();

class Sinks {
 public:
  void add(int n) {
    absl::MutexLock lock(guard_);
    sum_ += n;
  }
  void flush() {
    if (isInSink()) {  // then this thread is sending and has the lock
      guard_.AssertHeld();
      flushLocked();  // NORACE
    } else {
      guard_.lock();
      flushLocked();
      guard_.unlock();
    }
  }

 private:
  void flushLocked() __attribute__((requires_capability(guard_))) { last_ = sum_; }

  absl::Mutex guard_;
  int sum_ __attribute__((guarded_by(guard_))) = 0;
  int last_ = 0;
};

Sinks sinks;

// Called by a library that was given it.
extern "C" void onFlush() {
  sinks.flush();
}

int main() {
  sinks.add(1);
}
