// OPTIONS: locks=2
// Error-checking mutexes know their owner, not the order.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a;
static pthread_mutex_t b;

static void forth(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // DEADLOCK
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // DEADLOCK
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init(&a, &kind);
  pthread_mutex_init(&b, &kind);
  run_live(forth, back);
  puts("done");
}
