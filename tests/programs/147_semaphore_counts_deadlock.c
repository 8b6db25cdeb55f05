// OPTIONS: expect=possible
// A pool of three: whoever waits for one holds the lock that it takes to give one back. Whether the
// pool ever runs out is not known.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t pool = PTHREAD_MUTEX_INITIALIZER;
static sem_t free_ones;

static void use(void) {
  pthread_mutex_lock(&pool);
  sem_wait(&free_ones);  // GD104
  pthread_mutex_unlock(&pool);
  pthread_mutex_lock(&pool);
  sem_post(&free_ones);
  pthread_mutex_unlock(&pool);
}

int main(void) {
  sem_init(&free_ones, 0, 3);
  run_live(use, use);
  puts("done");
}
