// A lock of a library whose source is not here, which one of the threads does not take.
#include <thread>

#include "annotated_mutex.hpp"

class CAPABILITY("mutex") DeviceLock {
 public:
  void take() ACQUIRE();
  void give() RELEASE();
};

extern DeviceLock lock;
int count;

void work() {
  lock.take();
  ++count;
  lock.give();
}

int main() {
  std::thread worker(work);
  ++count;  // RACE
  worker.join();
}
