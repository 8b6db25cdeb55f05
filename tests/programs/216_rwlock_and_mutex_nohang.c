// A writer is slow under a mutex; a reader waits for both.
#include <stdio.h>

#include "meet.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void forth(void) {
  pthread_rwlock_wrlock(&table);
  meet(&arrived, 2);
  pthread_mutex_lock(&journal);
  be_slow();
  pthread_mutex_unlock(&journal);
  pthread_rwlock_unlock(&table);
}

static void back(void) {
  meet(&arrived, 2);
  pthread_rwlock_rdlock(&table);  // NODEADLOCK
  pthread_mutex_lock(&journal);
  pthread_rwlock_unlock(&table);
  pthread_mutex_unlock(&journal);
}

int main(void) {
  run_both(forth, back);
  puts("done");
}
