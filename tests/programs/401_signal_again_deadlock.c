// OPTIONS: expect=possible
// In the first phase the signal is made without the table's lock. In the second one, behind a
// barrier, who signals takes that lock first: the signal of the first phase helps nobody there.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t phase;
static int ready;
static atomic_int waiting, has_looked;

static void signal_when(int waiters) {
  while (waiting < waiters) sched_yield();
  pthread_mutex_lock(&m);
  ready = 1;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&m);
}

static void await(void) {
  pthread_mutex_lock(&table);
  pthread_mutex_lock(&m);
  ++waiting;
  while (!ready) pthread_cond_wait(&changed, &m);  // GD104
  ready = 0;
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&table);
}

static void* produce(void* unused) {
  signal_when(1);
  pthread_barrier_wait(&phase);
  pthread_mutex_lock(&table);
  pthread_mutex_unlock(&table);
  has_looked = 1;
  signal_when(2);
  return unused;
}

static void* consume(void* unused) {
  await();
  pthread_barrier_wait(&phase);
  while (!has_looked) sched_yield();
  await();
  return unused;
}

int main(void) {
  pthread_t threads[2];
  pthread_barrier_init(&phase, 0, 2);
  pthread_create(&threads[0], 0, produce, 0);
  pthread_create(&threads[1], 0, consume, 0);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], 0);
  puts("done");
}
