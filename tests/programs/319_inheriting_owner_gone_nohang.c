// A thread keeps a mutex that inherits priority for a long time, and gives it up before it ends.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t mutex;
static int arrived;

static void work(void) {
  pthread_mutex_lock(&mutex);
  meet(&arrived, 2);
  linger(1500);
  pthread_mutex_unlock(&mutex);
}

int main(void) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setprotocol(&kind, PTHREAD_PRIO_INHERIT);
  pthread_mutex_init(&mutex, &kind);
  const pthread_t worker = start(work);
  meet(&arrived, 2);
  pthread_mutex_lock(&mutex);  // NODEADLOCK
  pthread_mutex_unlock(&mutex);
  pthread_join(worker, 0);
  puts("done");
}
