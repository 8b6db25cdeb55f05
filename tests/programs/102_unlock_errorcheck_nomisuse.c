// Locks that a constructor took before anybody watched, and one that is destroyed and made anew.
#define _GNU_SOURCE
#include <stdio.h>

#include <pthread.h>

static pthread_mutex_t early = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
static pthread_mutex_t again;

__attribute__((constructor)) static void begin(void) {
  pthread_mutex_lock(&early);
}

int main(void) {
  printf("%d\n", pthread_mutex_unlock(&early));
  for (int i = 0; i < 3; ++i) {
    pthread_mutex_init(&again, 0);
    pthread_mutex_lock(&again);
    pthread_mutex_init(&again, 0);  // not nice, but no unlock of what is not held
    pthread_mutex_lock(&again);
    pthread_mutex_unlock(&again);
    pthread_mutex_destroy(&again);
  }
  puts("done");  // NODEADLOCK
}
