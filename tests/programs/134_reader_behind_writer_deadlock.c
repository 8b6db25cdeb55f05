// OPTIONS: locks=2
// A reader waits behind a writer that waits for another reader, and that one for the reader's
// mutex.
#define _GNU_SOURCE
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void* write_table(void* unused) {
  pthread_rwlock_wrlock(&table);
  pthread_rwlock_unlock(&table);
  return unused;
}

static void forth(void) {
  pthread_rwlock_rdlock(&table);
  pthread_mutex_lock(&m);  // DEADLOCK
  pthread_mutex_unlock(&m);
  pthread_rwlock_unlock(&table);
}

static void back(void) {
  pthread_mutex_lock(&m);
  pthread_rwlock_rdlock(&table);  // DEADLOCK
  pthread_rwlock_unlock(&table);
  pthread_mutex_unlock(&m);
}

int main(void) {
  pthread_t writer;
  pthread_create(&writer, 0, write_table, 0);
  run_live(forth, back);
  pthread_join(writer, 0);
  puts("done");
}
