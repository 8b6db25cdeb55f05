// The producer posts before it needs the lock.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t store = PTHREAD_MUTEX_INITIALIZER;
static sem_t items;

static void produce(void) {
  sem_post(&items);
  pthread_mutex_lock(&store);
  pthread_mutex_unlock(&store);
}

static void consume(void) {
  pthread_mutex_lock(&store);
  sem_wait(&items);  // NODEADLOCK
  pthread_mutex_unlock(&store);
}

int main(void) {
  sem_init(&items, 0, 0);
  run_live(produce, consume);
  puts("done");
}
