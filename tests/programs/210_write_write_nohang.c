// Two writers in one order: the second waits for long.
#include <stdio.h>

#include "meet.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlock_t b = PTHREAD_RWLOCK_INITIALIZER;
static int arrived;

static void forth(void) {
  pthread_rwlock_wrlock(&a);
  meet(&arrived, 2);
  pthread_rwlock_wrlock(&b);
  be_slow();
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void back(void) {
  meet(&arrived, 2);
  pthread_rwlock_wrlock(&a);  // NODEADLOCK
  pthread_rwlock_wrlock(&b);
  pthread_rwlock_unlock(&a);
  pthread_rwlock_unlock(&b);
}

int main(void) {
  run_both(forth, back);
  puts("done");
}
