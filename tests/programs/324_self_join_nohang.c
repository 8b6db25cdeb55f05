// A thread joins itself: the C library refuses that at once.
#include <errno.h>
#include <stdio.h>

#include "meet.h"

static void work(void) {
  if (pthread_join(pthread_self(), 0) == EDEADLK) puts("refused");  // NODEADLOCK
  be_slow();
}

int main(void) {
  pthread_join(start(work), 0);
  puts("done");
}
