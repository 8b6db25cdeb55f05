// OPTIONS: locks=2
// A lock read twice and released once is still held.
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void forth(void) {
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_unlock(&a);
  pthread_mutex_lock(&b);  // DEADLOCK
  pthread_mutex_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void back(void) {
  pthread_mutex_lock(&b);
  pthread_rwlock_wrlock(&a);  // DEADLOCK
  pthread_rwlock_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  run_live(forth, back);
  puts("done");
}
