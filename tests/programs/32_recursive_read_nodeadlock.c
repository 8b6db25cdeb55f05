// glibc's default kind grants a recursive read, whoever else waits.
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void forth(void) {
  pthread_rwlock_rdlock(&a);
  pthread_mutex_lock(&b);
  pthread_rwlock_rdlock(&a);  // NODEADLOCK
  pthread_rwlock_unlock(&a);
  pthread_mutex_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void write_alone(void) {
  pthread_rwlock_wrlock(&a);
  pthread_rwlock_unlock(&a);
}

int main(void) {
  run_live(forth, write_alone);
  puts("done");
}
