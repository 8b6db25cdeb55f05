// Who waits holds a lock that nobody needs to give one back; both only read; and a try.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static pthread_mutex_t pool = PTHREAD_MUTEX_INITIALIZER;
static sem_t items;

static void give(void) {
  pthread_mutex_lock(&pool);
  pthread_rwlock_rdlock(&table);
  sem_post(&items);
  sem_post(&items);
  pthread_rwlock_unlock(&table);
  pthread_mutex_unlock(&pool);
}

static void take(void) {
  pthread_mutex_lock(&other);
  pthread_rwlock_rdlock(&table);
  sem_wait(&items);  // NODEADLOCK
  pthread_rwlock_unlock(&table);
  pthread_mutex_unlock(&other);
  pthread_mutex_lock(&pool);
  sem_trywait(&items);  // NODEADLOCK
  pthread_mutex_unlock(&pool);
}

int main(void) {
  sem_init(&items, 0, 0);
  run_live(give, take);
  puts("done");
}
