// OPTIONS: locks=2
// Mutexes that the parent took for the fork are held in the child, too.
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { kLocks = 2 };
static pthread_mutex_t* held;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static atomic_int turn;

static void lock_all(void) {
  for (int i = 0; i < kLocks; ++i) pthread_mutex_lock(&held[i]);
}
static void unlock_all(void) {
  for (int i = kLocks; i-- > 0;) pthread_mutex_unlock(&held[i]);
}

static void* back(void* nothing) {
  while (!getenv("LIVE_FREE") && atomic_load(&turn) == 0) sched_yield();
  pthread_mutex_lock(&other);
  for (int i = 0; i < kLocks; ++i) {
    pthread_mutex_lock(&held[i]);  // DEADLOCK
    pthread_mutex_unlock(&held[i]);
  }
  pthread_mutex_unlock(&other);
  return nothing;
}

static int in_child(void) {
  pthread_t thread;
  pthread_create(&thread, 0, back, 0);
  pthread_mutex_lock(&other);  // DEADLOCK
  pthread_mutex_unlock(&other);
  unlock_all();
  atomic_store(&turn, 1);
  pthread_join(thread, 0);
  return 0;
}

int main(void) {
  int status = 1;
  held = calloc(kLocks, sizeof *held);
  for (int i = 0; i < kLocks; ++i) pthread_mutex_init(&held[i], 0);
  pthread_atfork(lock_all, unlock_all, 0);
  const pid_t child = fork();
  if (child == 0) _exit(in_child());
  waitpid(child, &status, 0);
  printf("%d\n", status);
  free(held);
}
