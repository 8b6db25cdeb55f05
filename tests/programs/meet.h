// What the pairs of hangs share: threads and processes that meet without any lock, so that a hang
// never depends on luck.
#pragma once

#include <pthread.h>
#include <sched.h>
#include <time.h>

// Returns when so many have arrived. `arrived` may lie in memory that processes share.
static inline void meet(int* arrived, int parties) {
  __atomic_add_fetch(arrived, 1, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(arrived, __ATOMIC_SEQ_CST) < parties) sched_yield();
}

static inline void linger(int milliseconds) {
  const struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  nanosleep(&time, 0);
}

// Long enough to be taken for a hang by somebody who is too quick.
static inline void be_slow(void) {
  linger(700);
}

static inline void* meet_thread(void* role) {
  ((void (*)(void))role)();
  return 0;
}

static inline pthread_t start(void (*role)(void)) {
  pthread_t thread;
  pthread_create(&thread, 0, meet_thread, (void*)role);
  return thread;
}

static inline void run_both(void (*first)(void), void (*second)(void)) {
  const pthread_t threads[2] = {start(first), start(second)};
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], 0);
}
