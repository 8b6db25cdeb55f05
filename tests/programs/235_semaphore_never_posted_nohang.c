// A thread waits for a semaphore that is posted late.
#include <semaphore.h>
#include <stdio.h>

#include "meet.h"

static sem_t jobs;

static void work(void) {
  sem_wait(&jobs);  // NODEADLOCK
}

int main(void) {
  sem_init(&jobs, 0, 0);
  const pthread_t worker = start(work);
  be_slow();
  sem_post(&jobs);
  pthread_join(worker, 0);
  puts("done");
}
