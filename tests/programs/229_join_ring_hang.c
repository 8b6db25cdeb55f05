// Three threads join each other in a ring.
#include <stdio.h>

#include "meet.h"

static pthread_t threads[3];
static int arrived;

static void* join_next(void* argument) {
  const long mine = (long)argument;
  meet(&arrived, 4);
  pthread_join(threads[(mine + 1) % 3], 0);  // HANG
  return 0;
}

int main(void) {
  for (long i = 0; i < 3; ++i) pthread_create(&threads[i], 0, join_next, (void*)i);
  meet(&arrived, 4);
  pthread_exit(0);
}
