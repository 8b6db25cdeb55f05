// OPTIONS: expect=possible turns
// As 146, but who posts waits for the lock for a limited time only, and posts in any case.
#include <semaphore.h>
#include <stdio.h>
#include <time.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static sem_t told;

static void post(void) {
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  limit.tv_sec += 1;
  const int got = pthread_mutex_timedlock(&a, &limit);
  sem_post(&told);
  if (got == 0) pthread_mutex_unlock(&a);
}

static void take(void) {
  pthread_mutex_lock(&a);
  sem_wait(&told);  // GD104
  pthread_mutex_unlock(&a);
}

int main(void) {
  sem_init(&told, 0, 0);
  run_live(post, take);
  puts("done");
}
