// OPTIONS: locks=2
// The non-recursive-writer kind, and writers that come: each can wait for one reader and thereby
// stop the other, so readers in opposite order can wait for ever.
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
  pthread_t writers[2];
  for (int i = 0; i < 2; ++i) pthread_create(&writers[i], 0, write_both, 0);
  run_live(forth, back);
  for (int i = 0; i < 2; ++i) pthread_join(writers[i], 0);
  puts("done");
}
