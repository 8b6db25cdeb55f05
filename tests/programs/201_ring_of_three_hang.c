// OPTIONS: locks=3
// Three threads in a ring: each holds one lock and waits for the next.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t locks[3] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
                                   PTHREAD_MUTEX_INITIALIZER};
static int arrived;

static void* dine(void* seat) {
  const long mine = (long)seat;
  pthread_mutex_lock(&locks[mine]);
  meet(&arrived, 3);
  pthread_mutex_lock(&locks[(mine + 1) % 3]);  // HANG
  return 0;
}

int main(void) {
  pthread_t threads[3];
  for (long i = 0; i < 3; ++i) pthread_create(&threads[i], 0, dine, (void*)i);
  for (int i = 0; i < 3; ++i) pthread_join(threads[i], 0);
  puts("done");
}
