// A thread ended without giving up its mutex, which is robust: main is told.
#include <errno.h>
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t mutex;

static void work(void) {
  pthread_mutex_lock(&mutex);
  be_slow();
}

int main(void) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&mutex, &kind);
  pthread_join(start(work), 0);
  if (pthread_mutex_lock(&mutex) == EOWNERDEAD) {  // NODEADLOCK
    pthread_mutex_consistent(&mutex);
    puts("owner died");
  }
  pthread_mutex_unlock(&mutex);
  puts("done");
}
