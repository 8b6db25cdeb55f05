// A program with a single thread is slow, and only tries the second time.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  pthread_mutex_lock(&mutex);
  pthread_mutex_trylock(&mutex);  // NODEADLOCK
  be_slow();
  pthread_mutex_unlock(&mutex);
  puts("done");
}
