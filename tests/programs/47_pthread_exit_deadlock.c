// OPTIONS: locks=2
// Threads that end by pthread_exit; the main thread goes first.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void* forth(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // DEADLOCK
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  atomic_store(&live_turn, 1);
  pthread_exit(unused);
}

static void* back(void* unused) {
  live_await(1);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // DEADLOCK
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  puts("done");
  pthread_exit(unused);
}

int main(void) {
  pthread_t threads[2];
  pthread_create(&threads[0], 0, forth, 0);
  pthread_create(&threads[1], 0, back, 0);
  pthread_exit(0);
}
