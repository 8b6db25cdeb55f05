// OPTIONS: locks=2
// Mutexes are made new, by each way there is, while nobody has them: what is taken later under them
// is in order with them all the same.
#include <stdio.h>
#include <string.h>

#include "live.h"

enum { kWays = 3 };

static pthread_mutex_t reset[kWays], other[kWays];

static void make_new(int way) {
  const pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;
  switch (way) {
    case 0:
      pthread_mutex_init(&reset[way], 0);
      break;
    case 1:
      reset[way] = fresh;
      break;
    default:
      memset(&reset[way], 0, sizeof reset[way]);
  }
}

static void forth(void) {
  for (int way = 0; way < kWays; ++way) {
    make_new(way);
    pthread_mutex_lock(&reset[way]);
    pthread_mutex_lock(&other[way]);  // DEADLOCK
    pthread_mutex_unlock(&other[way]);
    pthread_mutex_unlock(&reset[way]);
  }
}

static void back(void) {
  for (int way = 0; way < kWays; ++way) {
    pthread_mutex_lock(&other[way]);
    pthread_mutex_lock(&reset[way]);  // DEADLOCK
    pthread_mutex_unlock(&reset[way]);
    pthread_mutex_unlock(&other[way]);
  }
}

int main(void) {
  run_live(forth, back);
  puts("done");
}
