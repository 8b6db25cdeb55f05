// The nested monitor: whoever signals holds the outer lock, which the waiter keeps. First it waits
// for a moment only; the second time without limit, until the program ends.
#include <stdio.h>
#include <time.h>

#include "live.h"

static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static atomic_int step;

static void* consume(void* unused) {
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&m);
  pthread_cond_timedwait(&changed, &m, &limit);  // its time is over already
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&outer);
  step = 1;
  while (!live_turns_lifted() && step < 2) sched_yield();
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&m);
  step = 3;
  for (;;) pthread_cond_wait(&changed, &m);  // GD104
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, consume, 0);
  while (!live_turns_lifted() && step < 1) sched_yield();
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&m);
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&outer);
  step = 2;
  while (step < 3) sched_yield();
  pthread_mutex_lock(&m);  // it waits by now
  pthread_mutex_unlock(&m);
  puts("done");
}
