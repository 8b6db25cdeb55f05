// The producer waits itself between the lock and the post: what it does then it was told to do,
// when it was past the lock. And it only reads, as the consumer of the other semaphore does.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t store = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static sem_t orders, items, others;

static void* produce(void* unused) {
  pthread_mutex_lock(&store);
  pthread_mutex_unlock(&store);
  atomic_store(&live_turn, 1);
  for (int i = 0; i < 3; ++i) {
    sem_wait(&orders);
    sem_post(&items);
  }
  pthread_rwlock_rdlock(&table);
  pthread_rwlock_unlock(&table);
  sem_post(&others);
  return unused;
}

int main(void) {
  pthread_t producer;
  sem_init(&orders, 0, 0);
  sem_init(&items, 0, 0);
  sem_init(&others, 0, 0);
  pthread_create(&producer, 0, produce, 0);
  live_await(1);
  for (int i = 0; i < 3; ++i) {
    pthread_mutex_lock(&store);
    sem_post(&orders);
    sem_wait(&items);  // NODEADLOCK
    pthread_mutex_unlock(&store);
  }
  pthread_rwlock_rdlock(&table);
  sem_wait(&others);  // NODEADLOCK
  pthread_rwlock_unlock(&table);
  pthread_join(producer, 0);
  puts("done");
}
