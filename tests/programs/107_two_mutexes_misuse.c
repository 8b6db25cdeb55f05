// Two threads wait on one condition at the same time, each with a mutex of its own.
#include <stdio.h>
#include <time.h>

#include "live.h"

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t two = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

static void* wait_with_one(void* unused) {
  pthread_mutex_lock(&one);
  atomic_store(&live_turn, 1);
  while (!ready) pthread_cond_wait(&changed, &one);
  pthread_mutex_unlock(&one);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, wait_with_one, 0);
  live_await(1);
  pthread_mutex_lock(&one);  // so the other one waits
  pthread_mutex_unlock(&one);
  struct timespec past = {1, 0};
  pthread_mutex_lock(&two);
  pthread_cond_timedwait(&changed, &two, &past);  // GD305
  pthread_mutex_unlock(&two);
  pthread_mutex_lock(&one);
  ready = 1;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&one);
  pthread_join(thread, 0);
  puts("done");
}
