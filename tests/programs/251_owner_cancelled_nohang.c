// A thread is cancelled while it holds a mutex; its cleanup handler gives the mutex back.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void give_back(void* held) {
  be_slow();
  pthread_mutex_unlock(held);
}

static void work(void) {
  pthread_mutex_lock(&mutex);
  pthread_cleanup_push(give_back, &mutex);
  meet(&arrived, 2);
  for (;;) linger(100);
  pthread_cleanup_pop(1);
}

static void follow(void) {
  pthread_mutex_lock(&mutex);  // NODEADLOCK
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
