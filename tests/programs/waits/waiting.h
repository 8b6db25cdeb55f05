// What the programs of long, legitimate waits share: a table of cases, of which one is run.
//
// A case blocks for kNapMs, in the kernel or by computing; `waiter` says who waits for it
// meanwhile.
#pragma once

#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../meet.h"

enum { kNapMs = 1600 };

enum waiter {
  kAlone,      // nobody: main blocks
  kHeld,       // main wants a mutex that the blocked thread holds
  kCondition,  // main waits on a condition
  kSemaphore,  // main waits for a semaphore
  kJoin,       // main joins the blocked thread
  kOnce,       // the blocked thread is in a once routine that main wants done, too
  kParked,     // three idle workers wait on a condition, main blocks
};

struct wait_case {
  const char* name;
  void (*block)(void);
  enum waiter waiter;
  const char* reason;
};

static inline void need(int ok) {
  if (ok) return;
  perror("this wait cannot be set up");
  _exit(3);
}

static inline void nap(void) {
  linger(kNapMs);
}

// A child that acts late and ends.
static inline pid_t late(void (*act)(void)) {
  const pid_t child = fork();
  need(child >= 0);
  if (child == 0) {
    nap();
    act();
    _exit(0);
  }
  return child;
}

static inline void* shared_memory(size_t size) {
  void* memory = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  need(memory != MAP_FAILED);
  return memory;
}

static void (*blocked)(void);
static pthread_mutex_t wait_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wait_condition = PTHREAD_COND_INITIALIZER;
static pthread_once_t wait_once = PTHREAD_ONCE_INIT;
static sem_t wait_semaphore;
static int wait_met;
static int wait_done;

static inline void block_holding(void) {
  pthread_mutex_lock(&wait_mutex);
  meet(&wait_met, 2);
  blocked();
  pthread_mutex_unlock(&wait_mutex);
}

static inline void finish_wait(void) {
  pthread_mutex_lock(&wait_mutex);
  wait_done = 1;
  pthread_cond_broadcast(&wait_condition);
  pthread_mutex_unlock(&wait_mutex);
}

static inline void await_condition(void) {
  pthread_mutex_lock(&wait_mutex);
  while (!wait_done) pthread_cond_wait(&wait_condition, &wait_mutex);
  pthread_mutex_unlock(&wait_mutex);
}

static inline void block_and_signal(void) {
  blocked();
  finish_wait();
}

static inline void block_and_post(void) {
  blocked();
  sem_post(&wait_semaphore);
}

static inline void block_first(void) {
  meet(&wait_met, 2);
  blocked();
}

static inline void block_once(void) {
  pthread_once(&wait_once, block_first);
}

static inline void block_parked(void) {
  pthread_t workers[3];
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);  // signals are for main
  for (int i = 0; i < 3; ++i) workers[i] = start(await_condition);
  pthread_sigmask(SIG_SETMASK, &before, 0);
  blocked();
  finish_wait();
  for (int i = 0; i < 3; ++i) pthread_join(workers[i], 0);
}

static inline void run_wait(const struct wait_case* chosen) {
  void (*const roles[])(void) = {
      [kHeld] = block_holding,       [kCondition] = block_and_signal,
      [kSemaphore] = block_and_post, [kJoin] = chosen->block,
      [kOnce] = block_once,
  };
  blocked = chosen->block;
  if (chosen->waiter == kAlone) return blocked();
  if (chosen->waiter == kParked) return block_parked();
  sem_init(&wait_semaphore, 0, 0);
  const pthread_t thread = start(roles[chosen->waiter]);
  if (chosen->waiter == kHeld || chosen->waiter == kOnce) meet(&wait_met, 2);
  switch (chosen->waiter) {
    case kHeld:
      pthread_mutex_lock(&wait_mutex);
      pthread_mutex_unlock(&wait_mutex);
      break;
    case kCondition:
      await_condition();
      break;
    case kSemaphore:
      sem_wait(&wait_semaphore);
      break;
    case kOnce:
      pthread_once(&wait_once, block_first);
      break;
    default:
      break;
  }
  pthread_join(thread, 0);
}

// `PROGRAM --list` prints name and reason of every case, `PROGRAM NAME` runs one.
static inline int run_case(const struct wait_case* cases, size_t count, int arguments,
                           char** values) {
  for (size_t i = 0; i < count && arguments == 2; ++i) {
    if (strcmp(values[1], "--list") == 0) {
      printf("%s\t%s\n", cases[i].name, cases[i].reason);
    } else if (strcmp(values[1], cases[i].name) == 0) {
      run_wait(&cases[i]);
      while (wait(0) > 0) {
      }
      puts("done");
      return 0;
    }
  }
  return arguments == 2 && strcmp(values[1], "--list") == 0 ? 0 : 2;
}
