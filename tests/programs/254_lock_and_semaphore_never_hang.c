// The holder of a mutex waits for a semaphore; the one who would post it waits for the mutex.
#include <semaphore.h>
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t ready;
static int arrived;

static void wait_inside(void) {
  pthread_mutex_lock(&mutex);
  meet(&arrived, 2);
  sem_wait(&ready);  // HANG
  pthread_mutex_unlock(&mutex);
}

static void prepare(void) {
  meet(&arrived, 2);
  pthread_mutex_lock(&mutex);  // HANG
  pthread_mutex_unlock(&mutex);
  sem_post(&ready);
}

int main(void) {
  sem_init(&ready, 0, 0);
  run_both(wait_inside, prepare);
  puts("done");
}
