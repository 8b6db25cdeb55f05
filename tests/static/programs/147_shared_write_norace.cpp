// Readers read, and the writer holds the lock exclusively.
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
  mutex.lock();
  value = n;  // NORACE
  mutex.unlock();
}

int main() {
  write(read());
}
