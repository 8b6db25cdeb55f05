// A gate lock around both: the waiter keeps it across the wait.
#include <stdio.h>
#include <time.h>

#include "live.h"

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void waiter(void) {
  const struct timespec long_ago = {0, 0};
  pthread_mutex_lock(&gate);
  pthread_mutex_lock(&m);
  pthread_mutex_lock(&outer);
  pthread_cond_timedwait(&changed, &m, &long_ago);  // NODEADLOCK(gate lock)
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&gate);
}

static void nested(void) {
  pthread_mutex_lock(&gate);
  pthread_mutex_lock(&m);
  pthread_mutex_lock(&outer);
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&gate);
}

int main(void) {
  run_live(waiter, nested);
  puts("done");
}
