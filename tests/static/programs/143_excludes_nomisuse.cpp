// NOMISUSE
// The lock is released before a call that it is declared to exclude.
#include <thread>

#include "annotated_mutex.hpp"

Mutex mutex;
int jobs GUARDED_BY(mutex);
std::thread worker;

void work() {
  MutexLock lock(mutex);
  ++jobs;
}

void stop() EXCLUDES(mutex) {
  worker.join();
}

int main() {
  worker = std::thread(work);
  mutex.lock();
  ++jobs;
  mutex.unlock();
  stop();
}
