// Roles are taken on and given up without waiting: their order does not matter.
#include <thread>

#include "annotated_mutex.hpp"

class CAPABILITY("role") Token {
 public:
  void take() ACQUIRE() {}
  void give() RELEASE() {}
};

Token reader;
Token writer;

void work() {
  reader.take();
  writer.take();  // NODEADLOCK
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
