// OPTIONS: locks=2
// Semaphores of value 1, each posted by the thread that waited: locks in all but name.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static sem_t a;
static sem_t b;

static void forth(void) {
  sem_wait(&a);
  sem_wait(&b);  // DEADLOCK
  sem_post(&b);
  sem_post(&a);
}

static void back(void) {
  sem_wait(&b);
  sem_wait(&a);  // DEADLOCK
  sem_post(&a);
  sem_post(&b);
}

int main(void) {
  sem_init(&a, 0, 1);
  sem_init(&b, 0, 1);
  run_live(forth, back);
  puts("done");
}
