// OPTIONS: expect=possible
// The producer takes the store's lock, gives it back, and posts. Had the consumer been first, it
// would wait for the post with the lock held that the producer needs on its way there.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t store = PTHREAD_MUTEX_INITIALIZER;
static sem_t items;

static void produce(void) {
  pthread_mutex_lock(&store);
  pthread_mutex_unlock(&store);
  sem_post(&items);
}

static void consume(void) {
  pthread_mutex_lock(&store);
  sem_wait(&items);  // GD104
  pthread_mutex_unlock(&store);
}

int main(void) {
  sem_init(&items, 0, 0);
  run_live(produce, consume);
  puts("done");
}
