// Nothing says that the lock is held.
#include "annotated_mutex.hpp"

Mutex mutex;
int count GUARDED_BY(mutex);

// Called by a library that was given it.
extern "C" void onEvent(int n) {
  count += n;  // RACE
}

int main() {
  MutexLock lock(mutex);
  count = 1;
}
