// A join that does not wait.
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t results = PTHREAD_MUTEX_INITIALIZER;

static void* work(void* unused) {
  pthread_mutex_lock(&results);
  pthread_mutex_unlock(&results);
  return unused;
}

int main(void) {
  pthread_t thread;
  int result = 1;
  pthread_create(&thread, 0, work, 0);
  while (result != 0) {
    pthread_mutex_lock(&results);
    result = pthread_tryjoin_np(thread, 0);  // NODEADLOCK
    pthread_mutex_unlock(&results);
    sched_yield();
  }
  puts("done");
}
