// The waiter holds the table's lock, but who signals takes it afterwards; and another condition is
// signalled by two threads, of which one never takes the lock.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_cond_t other = PTHREAD_COND_INITIALIZER;
static int ready, rounds;
static atomic_int is_waiting;

static void signal_both(int by_first) {
  pthread_mutex_lock(&m);
  if (by_first) {
    ready = 1;
    pthread_cond_signal(&changed);
  }
  ++rounds;
  pthread_cond_broadcast(&other);
  pthread_mutex_unlock(&m);
}

static void* first(void* unused) {
  while (!is_waiting) sched_yield();
  signal_both(1);
  pthread_mutex_lock(&table);
  pthread_mutex_unlock(&table);
  while (is_waiting < 2) sched_yield();
  signal_both(0);
  return unused;
}

static void* second(void* unused) {
  while (is_waiting < 2) sched_yield();
  signal_both(0);
  return unused;
}

static void* consume(void* unused) {
  pthread_mutex_lock(&table);
  pthread_mutex_lock(&m);
  is_waiting = 1;
  while (!ready) pthread_cond_wait(&changed, &m);  // NODEADLOCK
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&table);
  pthread_mutex_lock(&table);
  pthread_mutex_lock(&m);
  is_waiting = 2;
  while (rounds < 2) pthread_cond_wait(&other, &m);  // NODEADLOCK
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&table);
  return unused;
}

int main(void) {
  pthread_t threads[3];
  pthread_create(&threads[0], 0, first, 0);
  pthread_create(&threads[1], 0, second, 0);
  pthread_create(&threads[2], 0, consume, 0);
  for (int i = 0; i < 3; ++i) pthread_join(threads[i], 0);
  puts("done");
}
