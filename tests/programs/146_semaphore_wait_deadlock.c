// The consumer waits for an item with the lock held that the producer needs to post one. This time
// the item was there already.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t store = PTHREAD_MUTEX_INITIALIZER;
static sem_t items;

static void produce(void) {
  pthread_mutex_lock(&store);
  sem_post(&items);
  pthread_mutex_unlock(&store);
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
