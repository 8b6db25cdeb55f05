// Locks of a library whose source is not here, taken in opposite orders.
#include <thread>

#include "annotated_mutex.hpp"

class CAPABILITY("mutex") Token {
 public:
  void take() ACQUIRE();
  void give() RELEASE();
};

Token reader;
Token writer;

void work() {
  reader.take();
  writer.take();  // DEADLOCK
  writer.give();
  reader.give();
}

int main() {
  std::thread worker(work);
  writer.take();
  reader.take();
  reader.give();
  writer.give();
  worker.join();
}
