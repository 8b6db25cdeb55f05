// OPTIONS: locks=2
// Statically initialised mutexes: no init call is ever seen.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void take(pthread_mutex_t* outer, pthread_mutex_t* inner) {
  pthread_mutex_lock(outer);
  pthread_mutex_lock(inner);  // DEADLOCK
  pthread_mutex_unlock(inner);
  pthread_mutex_unlock(outer);
}

static void forth(void) {
  take(&a, &b);
}
static void back(void) {
  take(&b, &a);
}

int main(void) {
  run_live(forth, back);
  puts("done");
}
