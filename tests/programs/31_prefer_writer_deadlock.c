// OPTIONS: locks=2 expect=possible
// The non-recursive-writer kind: a reader waits behind a waiting writer, so readers in opposite
// order could stop each other if writers came. None was seen: worth a note only.
#define _GNU_SOURCE
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
static pthread_rwlock_t b = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

static void forth(void) {
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_rdlock(&b);  // DEADLOCK
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void back(void) {
  pthread_rwlock_rdlock(&b);
  pthread_rwlock_rdlock(&a);  // DEADLOCK
  pthread_rwlock_unlock(&a);
  pthread_rwlock_unlock(&b);
}

int main(void) {
  run_live(forth, back);
  puts("done");
}
