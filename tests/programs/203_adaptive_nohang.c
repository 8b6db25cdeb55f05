// Adaptive mutexes, one of them held for long.
#define _GNU_SOURCE
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t a;
static pthread_mutex_t b;
static int arrived;

static void forth(void) {
  pthread_mutex_lock(&a);
  meet(&arrived, 2);
  pthread_mutex_lock(&b);
  be_slow();
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  meet(&arrived, 2);
  pthread_mutex_lock(&a);  // NODEADLOCK
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void make(pthread_mutex_t* mutex) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ADAPTIVE_NP);
  pthread_mutex_init(mutex, &kind);
  pthread_mutexattr_destroy(&kind);
}

int main(void) {
  make(&a);
  make(&b);
  run_both(forth, back);
  puts("done");
}
