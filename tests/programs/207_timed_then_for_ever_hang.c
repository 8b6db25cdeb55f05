// OPTIONS: locks=2
// After a timed attempt that fails, both threads wait without a limit.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int arrived;
static int failed;

static int try_for(pthread_mutex_t* mutex, int milliseconds) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += milliseconds * 1000000L;
  until.tv_sec += until.tv_nsec / 1000000000L;
  until.tv_nsec %= 1000000000L;
  return pthread_mutex_timedlock(mutex, &until);
}

static void take_both(pthread_mutex_t* first, pthread_mutex_t* second) {
  pthread_mutex_lock(first);
  meet(&arrived, 2);
  if (try_for(second, 50) == 0) return;
  meet(&failed, 2);
  pthread_mutex_lock(second);  // HANG
}

static void forth(void) {
  take_both(&a, &b);
}
static void back(void) {
  take_both(&b, &a);
}

int main(void) {
  run_both(forth, back);
  puts("done");
}
