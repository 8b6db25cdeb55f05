// Ten threads wait for the two that are dead.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void forth(void) {
  pthread_mutex_lock(&a);
  meet(&arrived, 2);
  pthread_mutex_lock(&b);  // HANG
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  pthread_mutex_lock(&b);
  meet(&arrived, 2);
  pthread_mutex_lock(&a);  // HANG
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

static void* follow(void* number) {
  pthread_mutex_t* mutex = (long)number % 2 ? &a : &b;
  while (__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) < 2) sched_yield();
  pthread_mutex_lock(mutex);
  pthread_mutex_unlock(mutex);
  return 0;
}

int main(void) {
  pthread_t followers[10];
  const pthread_t one = start(forth);
  const pthread_t two = start(back);
  for (long i = 0; i < 10; ++i) pthread_create(&followers[i], 0, follow, (void*)i);
  for (int i = 0; i < 10; ++i) pthread_join(followers[i], 0);
  pthread_join(one, 0);
  pthread_join(two, 0);
  puts("done");
}
