// Waits long at a barrier and holds a mutex that the other party takes afterwards.
#include <stdio.h>

#include "meet.h"

static pthread_barrier_t phase;
static pthread_mutex_t results = PTHREAD_MUTEX_INITIALIZER;

static void first(void) {
  pthread_mutex_lock(&results);
  pthread_barrier_wait(&phase);  // NODEADLOCK
  pthread_mutex_unlock(&results);
}

static void second(void) {
  linger(1500);
  pthread_barrier_wait(&phase);
  pthread_mutex_lock(&results);
  pthread_mutex_unlock(&results);
}

int main(void) {
  pthread_barrier_init(&phase, 0, 2);
  run_both(first, second);
  puts("done");
}
