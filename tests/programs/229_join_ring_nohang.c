// Threads join each other in a row, the last is slow; one that joins itself is refused.
#include <errno.h>
#include <stdio.h>

#include "meet.h"

static pthread_t threads[3];
static int arrived;

static void* join_next(void* argument) {
  const long mine = (long)argument;
  meet(&arrived, 4);
  if (mine == 2) be_slow();
  if (mine < 2) pthread_join(threads[mine + 1], 0);  // NODEADLOCK
  if (pthread_join(pthread_self(), 0) == EDEADLK) puts("refused");
  return 0;
}

int main(void) {
  for (long i = 0; i < 3; ++i) pthread_create(&threads[i], 0, join_next, (void*)i);
  meet(&arrived, 4);
  pthread_join(threads[0], 0);
  puts("done");
}
