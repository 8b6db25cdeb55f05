// A thread releases a mutex that another thread holds: the guard is gone in the middle of its work.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t accounts = PTHREAD_MUTEX_INITIALIZER;

static void work(void) {
  pthread_mutex_lock(&accounts);
}

static void meddle(void) {
  pthread_mutex_unlock(&accounts);  // GD301
}

int main(void) {
  run_live(work, meddle);
  puts("done");
}
