// A writer waits for two readers that are both slow.
#include <stdio.h>

#include "meet.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void slow_reader(void) {
  pthread_rwlock_rdlock(&table);
  meet(&arrived, 3);
  be_slow();
  pthread_rwlock_unlock(&table);
}

static void reader(void) {
  pthread_rwlock_rdlock(&table);
  meet(&arrived, 3);
  linger(500);
  pthread_rwlock_unlock(&table);
}

static void writer(void) {
  pthread_mutex_lock(&journal);
  meet(&arrived, 3);
  pthread_rwlock_wrlock(&table);  // NODEADLOCK
  pthread_rwlock_unlock(&table);
  pthread_mutex_unlock(&journal);
}

int main(void) {
  const pthread_t slow = start(slow_reader);
  run_both(reader, writer);
  pthread_join(slow, 0);
  puts("done");
}
