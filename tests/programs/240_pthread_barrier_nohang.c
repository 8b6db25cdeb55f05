// A barrier for two threads, one of which is slow.
#include <stdio.h>

#include "meet.h"

static pthread_barrier_t phase;

static void work(void) {
  be_slow();
  pthread_barrier_wait(&phase);
}

int main(void) {
  pthread_barrier_init(&phase, 0, 2);
  const pthread_t worker = start(work);
  pthread_barrier_wait(&phase);  // NODEADLOCK
  pthread_join(worker, 0);
  puts("done");
}
