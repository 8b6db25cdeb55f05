// The first order lies before the barrier, the second behind it.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t phase;

static void* forth(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // NODEADLOCK
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  pthread_barrier_wait(&phase);
  return unused;
}

static void* back(void* unused) {
  pthread_barrier_wait(&phase);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // NODEADLOCK
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_t threads[2];
  pthread_barrier_init(&phase, 0, 2);
  pthread_create(&threads[0], 0, forth, 0);
  pthread_create(&threads[1], 0, back, 0);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], 0);
  puts("done");
}
