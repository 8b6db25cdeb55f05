// live.hpp for the programs in C.
#pragma once

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_int live_turn, live_ended;
static int live_last;

struct live_role {
  void (*run)(void);
  int turn;
};

static inline int live_turns_lifted(void) {
  return getenv("LIVE_FREE") != 0;
}

static inline void live_wait(atomic_int* counter, int step) {
  while (atomic_load(counter) < step) sched_yield();
}

static inline void live_await(int step) {
  if (!live_turns_lifted()) live_wait(&live_turn, step);
}

static inline void* live_thread(void* argument) {
  const struct live_role* role = argument;
  live_wait(&live_turn, live_turns_lifted() ? 1 : role->turn);
  role->run();
  if (!live_turns_lifted()) atomic_store(&live_turn, role->turn + 1);
  atomic_fetch_add(&live_ended, 1);
  live_wait(&live_ended, live_last);
  return 0;
}

// Runs two roles in two threads that are alive together and take turns (soft order).
static inline void run_live(void (*first)(void), void (*second)(void)) {
  struct live_role roles[2] = {{first, 1}, {second, 2}};
  pthread_t threads[2];
  live_last = 2;
  for (int i = 0; i < 2; ++i) pthread_create(&threads[i], 0, live_thread, &roles[i]);
  atomic_store(&live_turn, 1);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], 0);
}
