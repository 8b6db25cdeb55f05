// With the default kind a reader may read once more, although a writer waits.
#define _GNU_SOURCE
#include <stdio.h>

#include "meet.h"

static pthread_rwlock_t table;
static int arrived;

static void reader(void) {
  pthread_rwlock_rdlock(&table);
  meet(&arrived, 2);
  be_slow();
  pthread_rwlock_rdlock(&table);  // NODEADLOCK
  pthread_rwlock_unlock(&table);
  pthread_rwlock_unlock(&table);
}

static void writer(void) {
  meet(&arrived, 2);
  pthread_rwlock_wrlock(&table);
  pthread_rwlock_unlock(&table);
}

int main(void) {
  pthread_rwlockattr_t kind;
  pthread_rwlockattr_init(&kind);
  pthread_rwlockattr_setkind_np(&kind, PTHREAD_RWLOCK_PREFER_READER_NP);
  pthread_rwlock_init(&table, &kind);
  run_both(reader, writer);
  puts("done");
}
