// The routine of a pthread_once is slow, and another thread waits for it.
#include <stdio.h>

#include "meet.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void set_up(void) {
  be_slow();
}

static void use(void) {
  pthread_once(&once, set_up);  // NODEADLOCK
}

int main(void) {
  run_both(use, use);
  puts("done");
}
