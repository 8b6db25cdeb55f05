// A recursive mutex is released as often as it was taken.
#include <stdio.h>

#include <pthread.h>

static pthread_mutex_t accounts;

int main(void) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&accounts, &kind);
  pthread_mutex_lock(&accounts);
  pthread_mutex_lock(&accounts);
  pthread_mutex_unlock(&accounts);
  pthread_mutex_unlock(&accounts);
  printf("%d\n", pthread_mutex_destroy(&accounts) != 0);
  puts("done");  // NODEADLOCK
}
