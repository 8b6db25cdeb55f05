// OPTIONS: locks=1
// A thread ended with a mutex that inherits priority: the kernel refuses it to whoever asks next,
// and the C library then waits for ever.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t mutex;

static void work(void) {
  pthread_mutex_lock(&mutex);  // GD303
}

int main(void) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setprotocol(&kind, PTHREAD_PRIO_INHERIT);
  pthread_mutex_init(&mutex, &kind);
  pthread_join(start(work), 0);
  pthread_mutex_lock(&mutex);  // HANG(GD205)
  pthread_mutex_unlock(&mutex);
  puts("done");
}
