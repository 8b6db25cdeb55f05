// NOMISUSE
// Orders that follow from others are kept, too.
#include "annotated_mutex.hpp"

extern Mutex middle;
Mutex outer ACQUIRED_BEFORE(middle);
Mutex inner ACQUIRED_AFTER(middle);
Mutex middle;
int steps;

int main() {
  MutexLock a(outer);
  MutexLock b(inner);
  ++steps;
}
