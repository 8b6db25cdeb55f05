// OPTIONS: locks=2
// Both orders lie on the same side of the barrier.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t phase;

static void* forth(void* unused) {
  pthread_barrier_wait(&phase);
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // DEADLOCK
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  atomic_store(&live_turn, 1);
  return unused;
}

static void* back(void* unused) {
  pthread_barrier_wait(&phase);
  live_await(1);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // DEADLOCK
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
