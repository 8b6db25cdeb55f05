// OPTIONS: threads=3
// Waits at a barrier and holds the mutex that the other party takes before it comes.
#include <stdio.h>

#include "meet.h"

static pthread_barrier_t phase;
static pthread_mutex_t results = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void first(void) {
  pthread_mutex_lock(&results);
  meet(&arrived, 2);
  pthread_barrier_wait(&phase);  // HANG
  pthread_mutex_unlock(&results);
}

static void second(void) {
  meet(&arrived, 2);
  pthread_mutex_lock(&results);  // HANG
  pthread_mutex_unlock(&results);
  pthread_barrier_wait(&phase);
}

int main(void) {
  pthread_barrier_init(&phase, 0, 2);
  run_both(first, second);
  puts("done");
}
