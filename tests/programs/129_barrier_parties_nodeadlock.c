// A barrier of two for two threads, and then for two others that begin after them.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t pair;

static void* forth(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  pthread_barrier_wait(&pair);
  return unused;
}

static void* back(void* unused) {
  pthread_barrier_wait(&pair);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // NODEADLOCK(ordered by join)
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  atomic_store(&live_turn, 1);
  return unused;
}

static void* meet(void* unused) {
  pthread_barrier_wait(&pair);
  return unused;
}

int main(void) {
  pthread_t threads[4];
  void* (*const roles[])(void*) = {forth, back, meet, meet};
  pthread_barrier_init(&pair, 0, 2);
  for (int i = 0; i < 4; i += 2) {
    pthread_create(&threads[i], 0, roles[i], 0);
    pthread_create(&threads[i + 1], 0, roles[i + 1], 0);
    pthread_join(threads[i], 0);
    pthread_join(threads[i + 1], 0);
  }
  puts("done");
}
