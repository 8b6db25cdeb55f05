// The lock is a class that hides what it is made of; one function forgets it.
#include <thread>

#include "lock.hpp"

Lock lock;
int n;

void add() {
  Entered inside(lock);
  ++n;
}

void clear() {
  n = 0;  // RACE
}

int main() {
  std::thread a(add);
  std::thread b(clear);
  a.join();
  b.join();
}
