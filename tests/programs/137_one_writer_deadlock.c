// OPTIONS: locks=2 expect=possible
// Two readers in opposite order, and one writer: it waits for one of the two locks only, so the
// other reader gets through. A second writer was not seen: worth a note only.
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
  pthread_t writer;
  pthread_create(&writer, 0, write_both, 0);
  run_live(forth, back);
  pthread_join(writer, 0);
  puts("done");
}
