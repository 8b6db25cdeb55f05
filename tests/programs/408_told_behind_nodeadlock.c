// The same hand-over, and the same order of the locks.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static sem_t told;

static void first(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // NODEADLOCK
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  sem_post(&told);
}

static void second(void) {
  sem_wait(&told);
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // NODEADLOCK
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

int main(void) {
  sem_init(&told, 0, 0);
  run_live(first, second);
  puts("done");
}
