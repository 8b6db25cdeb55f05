// Two readers in one order, and one writer.
#define _GNU_SOURCE
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
static pthread_rwlock_t b = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

static void* write_both(void* unused) {
  pthread_rwlock_wrlock(&a);
  pthread_rwlock_unlock(&a);
  pthread_rwlock_wrlock(&b);
  pthread_rwlock_unlock(&b);
  return unused;
}

static void forth(void) {
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_rdlock(&b);  // NODEADLOCK
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

int main(void) {
  pthread_t writer;
  pthread_create(&writer, 0, write_both, 0);
  run_live(forth, forth);
  pthread_join(writer, 0);
  puts("done");
}
