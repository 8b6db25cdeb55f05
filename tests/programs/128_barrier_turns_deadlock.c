// OPTIONS: locks=2
// One order in even rounds, the other in odd ones, very often; but in one of them a thread
// is a round early.
#include <stdio.h>

#include "live.h"

enum { kRounds = 2000, kThreads = 4, kEarly = 50 };

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t phase;

static void forth(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // DEADLOCK
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // DEADLOCK
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

static void* work(void* early) {
  for (int i = 0; i < kRounds; ++i) {
    const int is_early = early != 0 && i == kEarly;
    if (is_early) live_await(kThreads - 1);  // the others are done in this round
    if (i % 2 != 0 || is_early)
      back();
    else
      forth();
    if (i == kEarly) atomic_fetch_add(&live_turn, 1);
    pthread_barrier_wait(&phase);
  }
  return 0;
}

int main(void) {
  pthread_t threads[kThreads];
  pthread_barrier_init(&phase, 0, kThreads);
  for (int i = 0; i < kThreads; ++i) pthread_create(&threads[i], 0, work, i == 0 ? threads : 0);
  for (int i = 0; i < kThreads; ++i) pthread_join(threads[i], 0);
  pthread_barrier_destroy(&phase);
  puts("done");
}
