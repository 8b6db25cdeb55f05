// An order that follows from two others is not kept.
#include "annotated_mutex.hpp"

extern Mutex middle;
Mutex outer ACQUIRED_BEFORE(middle);
Mutex inner ACQUIRED_AFTER(middle);
Mutex middle;
int steps;

int main() {
  MutexLock b(inner);
  MutexLock a(outer);  // MISUSE(GD304)
  ++steps;
}
