// `a` is only ever read, so nobody waits for it.
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlock_t b = PTHREAD_RWLOCK_INITIALIZER;

static void forth(void) {
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_wrlock(&b);  // NODEADLOCK(readers only)
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void back(void) {
  pthread_rwlock_wrlock(&b);
  pthread_rwlock_rdlock(&a);  // NODEADLOCK(readers only)
  pthread_rwlock_unlock(&a);
  pthread_rwlock_unlock(&b);
}

int main(void) {
  run_live(forth, back);
  puts("done");
}
