// Three threads, each with two neighbouring locks, lower number first: all get through.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t locks[3] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
                                   PTHREAD_MUTEX_INITIALIZER};
static int arrived;

static void* dine(void* seat) {
  const long mine = (long)seat;
  const long low = mine == 2 ? 0 : mine;
  meet(&arrived, 3);
  pthread_mutex_lock(&locks[low]);
  pthread_mutex_lock(&locks[mine == 2 ? 2 : mine + 1]);  // NODEADLOCK
  linger(400);
  pthread_mutex_unlock(&locks[mine == 2 ? 2 : mine + 1]);
  pthread_mutex_unlock(&locks[low]);
  return 0;
}

int main(void) {
  pthread_t threads[3];
  for (long i = 0; i < 3; ++i) pthread_create(&threads[i], 0, dine, (void*)i);
  for (int i = 0; i < 3; ++i) pthread_join(threads[i], 0);
  puts("done");
}
