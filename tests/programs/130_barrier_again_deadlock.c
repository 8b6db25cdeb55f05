// OPTIONS: locks=2
// Both orders lie behind the barrier, which was made anew.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t phase;

static void* forth(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // DEADLOCK
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  return unused;
}

static void* back(void* unused) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // DEADLOCK
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

static void* first(void* unused) {
  pthread_barrier_wait(&phase);
  return unused;
}

static void* second(void* unused) {
  pthread_barrier_wait(&phase);
  forth(unused);
  atomic_store(&live_turn, 1);
  return unused;
}

static void* third(void* unused) {
  pthread_barrier_wait(&phase);
  live_await(1);
  back(unused);
  return unused;
}

static void run(int count, void* (*const roles[])(void*)) {
  pthread_t threads[3];
  pthread_barrier_init(&phase, 0, (unsigned)count);
  for (int i = 0; i < count; ++i) pthread_create(&threads[i], 0, roles[i], 0);
  for (int i = 0; i < count; ++i) pthread_join(threads[i], 0);
  pthread_barrier_destroy(&phase);
}

int main(void) {
  run(2, (void* (*[])(void*)){first, first});
  run(3, (void* (*[])(void*)){first, second, third});
  puts("done");
}
