// The other party takes the lock in another phase.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t phase;

static void* look(void* unused) {
  for (int i = 0; i < 4; ++i) {
    if (i % 2 == 0) {
      pthread_mutex_lock(&table);
      pthread_mutex_unlock(&table);
    }
    pthread_barrier_wait(&phase);
  }
  return unused;
}

static void* change(void* unused) {
  for (int i = 0; i < 4; ++i) {
    if (i % 2 == 1) pthread_mutex_lock(&table);
    pthread_barrier_wait(&phase);  // NODEADLOCK
    if (i % 2 == 1) pthread_mutex_unlock(&table);
  }
  return unused;
}

int main(void) {
  pthread_t threads[2];
  pthread_barrier_init(&phase, 0, 2);
  pthread_create(&threads[0], 0, look, 0);
  pthread_create(&threads[1], 0, change, 0);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], 0);
  puts("done");
}
