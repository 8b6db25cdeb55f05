// A thread is cancelled while it holds a mutex.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void work(void) {
  pthread_mutex_lock(&mutex);  // GD303
  meet(&arrived, 2);
  for (;;) linger(100);
}

static void follow(void) {
  pthread_mutex_lock(&mutex);  // HANG(GD205)
  pthread_mutex_unlock(&mutex);
}

int main(void) {
  const pthread_t worker = start(work);
  meet(&arrived, 2);
  const pthread_t follower = start(follow);
  pthread_cancel(worker);
  pthread_join(worker, 0);
  pthread_join(follower, 0);
  puts("done");
}
