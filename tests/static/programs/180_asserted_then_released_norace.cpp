// The caller's lock is let go of after the assertion, and taken again.
#include "annotated_mutex.hpp"

Mutex mutex;
int count GUARDED_BY(mutex);

// Called by a library that was given it.
extern "C" void onEvent(int n) {
  mutex.assertHeld();
  mutex.unlock();
  mutex.lock();
  count += n;  // NORACE
}

int main() {
  MutexLock lock(mutex);
  count = 1;
}
