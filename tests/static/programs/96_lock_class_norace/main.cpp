// The lock is a class that hides what it is made of, in a file of its own.
#include <thread>

#include "lock.hpp"

Lock lock;
int n;

void add() {
  Entered inside(lock);
  ++n;
}

void clear() {
  Entered inside(lock);
  n = 0;  // NORACE
}

int main() {
  std::thread a(add);
  std::thread b(clear);
  a.join();
  b.join();
}
