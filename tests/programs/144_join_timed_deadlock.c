// OPTIONS: expect=possible
// The joiner waits for a limited time only.
#define _GNU_SOURCE
#include <stdio.h>
#include <time.h>

#include "live.h"

static pthread_mutex_t results = PTHREAD_MUTEX_INITIALIZER;

static void* work(void* unused) {
  pthread_mutex_lock(&results);
  pthread_mutex_unlock(&results);
  atomic_store(&live_turn, 1);
  return unused;
}

int main(void) {
  pthread_t thread;
  struct timespec end;
  pthread_create(&thread, 0, work, 0);
  live_await(1);
  clock_gettime(CLOCK_REALTIME, &end);
  end.tv_sec += 20;
  pthread_mutex_lock(&results);
  pthread_timedjoin_np(thread, 0, &end);  // GD105
  pthread_mutex_unlock(&results);
  puts("done");
}
