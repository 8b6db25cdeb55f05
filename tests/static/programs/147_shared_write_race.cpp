// A writer has the lock as readers do.
#include "annotated_mutex.hpp"

SharedMutex mutex;
int value GUARDED_BY(mutex);

int get() REQUIRES_SHARED(mutex) {
  return value;
}

int read() {
  mutex.lockShared();
  const int result = get();
  mutex.unlockShared();
  return result;
}

void write(int n) {
  mutex.lockShared();
  value = n;  // RACE
  mutex.unlockShared();
}

int main() {
  write(read());
}
