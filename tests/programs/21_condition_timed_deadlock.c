// OPTIONS: locks=2
// The wait may give up after a time; taking the mutex again does not.
#include <stdio.h>
#include <time.h>

#include "live.h"

static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void waiter(void) {
  const struct timespec long_ago = {0, 0};
  pthread_mutex_lock(&m);
  pthread_mutex_lock(&outer);
  pthread_cond_timedwait(&changed, &m, &long_ago);  // DEADLOCK
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&m);
}

static void nested(void) {
  pthread_mutex_lock(&m);
  pthread_mutex_lock(&outer);
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&m);
}

int main(void) {
  run_live(waiter, nested);
  puts("done");
}
