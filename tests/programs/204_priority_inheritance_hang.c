// OPTIONS: locks=2
// Mutexes with priority inheritance: two threads against each other.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t a;
static pthread_mutex_t b;
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

static void make(pthread_mutex_t* mutex) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setprotocol(&kind, PTHREAD_PRIO_INHERIT);
  pthread_mutex_init(mutex, &kind);
  pthread_mutexattr_destroy(&kind);
}

int main(void) {
  make(&a);
  make(&b);
  run_both(forth, back);
  puts("done");
}
