// As 410, but the lock is free between the two posts: whoever gets it then waits for ever.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static sem_t told;
static atomic_int step;

static void await(int wanted) {
  while (!live_turns_lifted() && step < wanted) sched_yield();
}

static void post_one(void) {
  pthread_mutex_lock(&a);
  sem_post(&told);
  pthread_mutex_unlock(&a);
}

static void* take(void* unused) {
  sem_wait(&told);
  step = 1;
  await(2);
  pthread_mutex_lock(&a);
  sem_wait(&told);  // GD104
  pthread_mutex_unlock(&a);
  return unused;
}

int main(void) {
  pthread_t thread;
  sem_init(&told, 0, 0);
  pthread_create(&thread, 0, take, 0);
  post_one();
  await(1);
  post_one();
  step = 2;
  pthread_join(thread, 0);
  puts("done");
}
