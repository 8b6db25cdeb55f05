// Writers in one order, one lock of each kind.
#define _GNU_SOURCE
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlock_t b = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

static void forth(void) {
  pthread_rwlock_wrlock(&a);
  pthread_rwlock_wrlock(&b);  // NODEADLOCK
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

int main(void) {
  run_live(forth, forth);
  puts("done");
}
