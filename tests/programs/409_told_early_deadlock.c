// The post comes before the nest, so nothing keeps the two apart.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static sem_t told;

static void first(void) {
  sem_post(&told);
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // DEADLOCK
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void second(void) {
  sem_wait(&told);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // DEADLOCK
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  sem_init(&told, 0, 0);
  run_live(first, second);
  puts("done");
}
