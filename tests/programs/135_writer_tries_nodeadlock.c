// Both readers take the mutex inside, and the writer only tries.
#define _GNU_SOURCE
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void* write_table(void* unused) {
  if (pthread_rwlock_trywrlock(&table) == 0) pthread_rwlock_unlock(&table);
  return unused;
}

static void forth(void) {
  pthread_rwlock_rdlock(&table);
  pthread_mutex_lock(&m);  // NODEADLOCK
  pthread_mutex_unlock(&m);
  pthread_rwlock_unlock(&table);
}

int main(void) {
  pthread_t writer;
  pthread_create(&writer, 0, write_table, 0);
  run_live(forth, forth);
  pthread_join(writer, 0);
  puts("done");
}
