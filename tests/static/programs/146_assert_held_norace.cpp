// An assertion says that the caller holds the lock, where that cannot be seen.
#include "annotated_mutex.hpp"

Mutex mutex;
int count GUARDED_BY(mutex);

// Called by a library that was given it.
extern "C" void onEvent(int n) {
  mutex.assertHeld();
  count += n;  // NORACE
}

int main() {
  MutexLock lock(mutex);
  count = 1;
}
