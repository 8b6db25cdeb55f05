// A clean-up handler of pthread_exit releases the lock before the second thread is created.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void release(void* mutex) {
  pthread_mutex_unlock(mutex);
}

static void* forth(void* unused) {
  pthread_mutex_lock(&a);
  pthread_cleanup_push(release, &a);
  pthread_mutex_lock(&b);  // NODEADLOCK(ordered by join)
  pthread_mutex_unlock(&b);
  pthread_exit(unused);
  pthread_cleanup_pop(0);
}

static void* back(void* unused) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // NODEADLOCK(ordered by join)
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, forth, 0);
  pthread_join(thread, 0);
  pthread_create(&thread, 0, back, 0);
  pthread_join(thread, 0);
  puts("done");
}
