// Each thread releases what it took itself, to write and to read.
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t rates = PTHREAD_RWLOCK_INITIALIZER;

static void work(void) {
  pthread_rwlock_wrlock(&rates);
  pthread_rwlock_unlock(&rates);
  pthread_rwlock_rdlock(&rates);
  pthread_rwlock_rdlock(&rates);
  pthread_rwlock_unlock(&rates);
  pthread_rwlock_unlock(&rates);
}

int main(void) {
  run_live(work, work);  // NODEADLOCK
  puts("done");
}
