// One order in even rounds, the other in odd ones, very often.
#include <stdio.h>

#include "live.h"

enum { kRounds = 2000, kThreads = 4 };

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t phase;

static void forth(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // NODEADLOCK(ordered by join)
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

static void* work(void* unused) {
  for (int i = 0; i < kRounds; ++i) {
    if (i % 2 == 0)
      forth();
    else
      back();
    pthread_barrier_wait(&phase);
  }
  return unused;
}

int main(void) {
  pthread_t threads[kThreads];
  pthread_barrier_init(&phase, 0, kThreads);
  for (int i = 0; i < kThreads; ++i) pthread_create(&threads[i], 0, work, 0);
  for (int i = 0; i < kThreads; ++i) pthread_join(threads[i], 0);
  pthread_barrier_destroy(&phase);
  puts("done");
}
