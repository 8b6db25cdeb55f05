// A function that is declared to be out of the analysis is left alone.
#include "annotated_mutex.hpp"

Mutex mutex;
int count GUARDED_BY(mutex);

int estimate() NO_THREAD_SAFETY_ANALYSIS {
  return count;  // NORACE
}

int main() {
  return estimate();
}
