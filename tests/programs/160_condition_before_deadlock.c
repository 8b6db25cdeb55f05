// OPTIONS: expect=possible
// Who signals takes the table's lock on its way there. This time it had it before the waiter came.
// Had the waiter come first, it would hold the lock until a signal that needs it.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;
static atomic_int has_looked, is_waiting;

static void* produce(void* unused) {
  pthread_mutex_lock(&table);
  pthread_mutex_unlock(&table);
  has_looked = 1;
  while (!live_turns_lifted() && !is_waiting) sched_yield();
  pthread_mutex_lock(&m);
  ready = 1;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&m);
  return unused;
}

static void* consume(void* unused) {
  while (!live_turns_lifted() && !has_looked) sched_yield();
  pthread_mutex_lock(&table);
  pthread_mutex_lock(&m);
  is_waiting = 1;
  while (!ready) pthread_cond_wait(&changed, &m);  // GD104
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&table);
  return unused;
}

int main(void) {
  pthread_t threads[2];
  pthread_create(&threads[0], 0, produce, 0);
  pthread_create(&threads[1], 0, consume, 0);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], 0);
  puts("done");
}
