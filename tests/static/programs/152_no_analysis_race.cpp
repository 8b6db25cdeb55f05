// The same function, not declared to be out of the analysis.
#include "annotated_mutex.hpp"

Mutex mutex;
int count GUARDED_BY(mutex);

int estimate() {
  return count;  // RACE
}

int main() {
  return estimate();
}
