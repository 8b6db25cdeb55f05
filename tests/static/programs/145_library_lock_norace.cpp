// A lock of a library whose source is not here: its attributes tell what it does.
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
  lock.take();
  ++count;  // NORACE
  lock.give();
  worker.join();
}
