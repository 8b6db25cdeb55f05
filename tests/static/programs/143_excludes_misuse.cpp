// The lock is held at a call that is declared to exclude it: the worker that is waited for needs
// it.
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
  stop();  // MISUSE(GD102)
  mutex.unlock();
}
