// OPTIONS: expect=possible
// The waiter holds the lock that is needed to signal, until its time is over: no deadlock, but
// always the full time.
#include <stdio.h>
#include <time.h>

#include "live.h"

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void consume(void) {
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  pthread_mutex_lock(&table);
  pthread_mutex_lock(&m);
  pthread_cond_timedwait(&changed, &m, &limit);  // GD104
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&table);
}

static void produce(void) {
  pthread_mutex_lock(&table);
  pthread_mutex_lock(&m);
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&table);
}

int main(void) {
  run_live(consume, produce);
  puts("done");
}
