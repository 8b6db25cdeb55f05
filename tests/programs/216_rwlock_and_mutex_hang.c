// OPTIONS: locks=2
// A writer waits for a mutex, whose holder waits to read.
#include <stdio.h>

#include "meet.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void forth(void) {
  pthread_rwlock_wrlock(&table);
  meet(&arrived, 2);
  pthread_mutex_lock(&journal);  // HANG
  pthread_mutex_unlock(&journal);
  pthread_rwlock_unlock(&table);
}

static void back(void) {
  pthread_mutex_lock(&journal);
  meet(&arrived, 2);
  pthread_rwlock_rdlock(&table);  // HANG
  pthread_rwlock_unlock(&table);
  pthread_mutex_unlock(&journal);
}

int main(void) {
  run_both(forth, back);
  puts("done");
}
