// OPTIONS: locks=2
// Each thread reads one lock and wants to write the other.
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlock_t b = PTHREAD_RWLOCK_INITIALIZER;

static void forth(void) {
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_wrlock(&b);  // DEADLOCK
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void back(void) {
  pthread_rwlock_rdlock(&b);
  pthread_rwlock_wrlock(&a);  // DEADLOCK
  pthread_rwlock_unlock(&a);
  pthread_rwlock_unlock(&b);
}

int main(void) {
  run_live(forth, back);
  puts("done");
}
