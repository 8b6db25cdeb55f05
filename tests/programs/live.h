// live.hpp for the programs in C.
#pragma once

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static atomic_int live_turn;
static int live_last;

struct live_role {
  void (*run)(void);
  int turn;
};

static inline void live_await(int step) {
  while (atomic_load(&live_turn) < step) sched_yield();
}

static inline void* live_thread(void* argument) {
  const struct live_role* role = argument;
  live_await(role->turn);
  role->run();
  atomic_store(&live_turn, role->turn + 1);
  live_await(live_last + 1);
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
