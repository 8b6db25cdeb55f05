// Both threads wait for a semaphore that nobody posts any more.
#include <semaphore.h>
#include <stdio.h>

#include "meet.h"

static sem_t jobs;

static void work(void) {
  sem_wait(&jobs);
  sem_wait(&jobs);  // HANG(GD202)
}

int main(void) {
  sem_init(&jobs, 0, 0);
  const pthread_t worker = start(work);
  sem_post(&jobs);
  pthread_join(worker, 0);
  puts("done");
}
