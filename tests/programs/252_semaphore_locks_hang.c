// OPTIONS: locks=2
// Semaphores of value 1 as locks, in opposite order.
#include <semaphore.h>
#include <stdio.h>

#include "meet.h"

static sem_t a;
static sem_t b;
static int arrived;

static void forth(void) {
  sem_wait(&a);
  meet(&arrived, 2);
  sem_wait(&b);  // HANG
  sem_post(&b);
  sem_post(&a);
}

static void back(void) {
  sem_wait(&b);
  meet(&arrived, 2);
  sem_wait(&a);  // HANG
  sem_post(&a);
  sem_post(&b);
}

int main(void) {
  sem_init(&a, 0, 1);
  sem_init(&b, 0, 1);
  run_both(forth, back);
  puts("done");
}
