// Locking twice and unlocking somebody else's lock fail at once and change nothing.
#include <errno.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a;
static pthread_mutex_t b;

static void forth(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  const int twice = pthread_mutex_lock(&a);
  printf("%s\n", twice == EDEADLK ? "refused" : "granted");
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  const int foreign = pthread_mutex_unlock(&a);  // GD301
  printf("%s\n", foreign == EPERM ? "refused" : "granted");
  forth();
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
