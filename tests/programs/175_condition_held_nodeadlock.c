// The outer lock is given back before the wait.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;
static atomic_int is_waiting;

static void* consume(void* unused) {
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&m);
  pthread_mutex_unlock(&outer);
  is_waiting = 1;
  while (!ready) pthread_cond_wait(&changed, &m);  // NODEADLOCK
  pthread_mutex_unlock(&m);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, consume, 0);
  while (!is_waiting) sched_yield();
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&m);
  ready = 1;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&m);
  pthread_mutex_unlock(&outer);
  pthread_join(thread, 0);
  puts("done");
}
