// One party comes to the barrier with the table's lock held; the other takes it in the same phase,
// before it comes. This time it had it first.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t phase;

static void* look(void* unused) {
  pthread_mutex_lock(&table);
  pthread_mutex_unlock(&table);
  atomic_store(&live_turn, 1);
  pthread_barrier_wait(&phase);
  return unused;
}

static void* change(void* unused) {
  live_await(1);
  pthread_mutex_lock(&table);
  pthread_barrier_wait(&phase);  // GD104
  pthread_mutex_unlock(&table);
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
