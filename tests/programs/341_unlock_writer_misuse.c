// A thread releases a reader-writer lock that another thread has to write.
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t rates = PTHREAD_RWLOCK_INITIALIZER;

static void work(void) {
  pthread_rwlock_wrlock(&rates);
}

static void meddle(void) {
  pthread_rwlock_unlock(&rates);  // GD301
}

int main(void) {
  run_live(work, meddle);
  puts("done");
}
