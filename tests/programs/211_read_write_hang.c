// OPTIONS: locks=2
// Each thread reads one lock and wants to write the other.
#include <stdio.h>

#include "meet.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlock_t b = PTHREAD_RWLOCK_INITIALIZER;
static int arrived;

static void forth(void) {
  pthread_rwlock_rdlock(&a);
  meet(&arrived, 2);
  pthread_rwlock_wrlock(&b);  // HANG
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void back(void) {
  pthread_rwlock_rdlock(&b);
  meet(&arrived, 2);
  pthread_rwlock_wrlock(&a);  // HANG
  pthread_rwlock_unlock(&a);
  pthread_rwlock_unlock(&b);
}

int main(void) {
  run_both(forth, back);
  puts("done");
}
