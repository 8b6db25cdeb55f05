// OPTIONS: locks=1
// A reader that reads once more queues behind a waiting writer, which waits for that reader: with
// the kind that prefers writers and allows no recursive reading.
#define _GNU_SOURCE
#include <stdio.h>

#include "meet.h"

static pthread_rwlock_t table;
static int arrived;

static void reader(void) {
  pthread_rwlock_rdlock(&table);
  meet(&arrived, 2);
  while (pthread_rwlock_tryrdlock(&table) == 0) {  // until the writer waits
    pthread_rwlock_unlock(&table);
    sched_yield();
  }
  pthread_rwlock_rdlock(&table);  // HANG
  pthread_rwlock_unlock(&table);
  pthread_rwlock_unlock(&table);
}

static void writer(void) {
  meet(&arrived, 2);
  pthread_rwlock_wrlock(&table);  // HANG
  pthread_rwlock_unlock(&table);
}

int main(void) {
  pthread_rwlockattr_t kind;
  pthread_rwlockattr_init(&kind);
  pthread_rwlockattr_setkind_np(&kind, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
  pthread_rwlock_init(&table, &kind);
  run_both(reader, writer);
  puts("done");
}
