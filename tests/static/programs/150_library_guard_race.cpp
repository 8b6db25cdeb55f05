// A guard of a library whose source is not here holds the lock up to the end of its scope only.
#include <thread>

#include "annotated_mutex.hpp"

class SCOPED_CAPABILITY LibraryLock {
 public:
  LibraryLock(Mutex* mutex, const char* name) ACQUIRE(mutex);
  ~LibraryLock() RELEASE();
};

Mutex lock;
int count;

void work() {
  LibraryLock hold(&lock, "work");
  ++count;
}

int main() {
  std::thread worker(work);
  { LibraryLock hold(&lock, "main"); }
  ++count;  // RACE
  worker.join();
}
