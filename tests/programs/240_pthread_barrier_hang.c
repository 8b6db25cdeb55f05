// A barrier for three threads, but there are only two.
#include <stdio.h>

#include "meet.h"

static pthread_barrier_t phase;

static void work(void) {
  pthread_barrier_wait(&phase);  // HANG(GD202)
}

int main(void) {
  pthread_barrier_init(&phase, 0, 3);
  const pthread_t worker = start(work);
  pthread_barrier_wait(&phase);  // HANG(GD202)
  pthread_join(worker, 0);
  puts("done");
}
