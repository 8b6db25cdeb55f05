// So many semaphores are posted in one way that those of the last one are not recorded at first.
// Later somebody waits for that one with the table's lock held. One thread takes that lock before
// it posts; the other one, which posted before, does not.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

enum { kMany = 400, kRounds = 2 };
static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static sem_t done[kMany];
static atomic_int has_looked, is_waiting;

static void post(int number) {
  sem_post(&done[number]);
}

static void* produce(void* unused) {
  for (int i = 0; i < kMany; ++i) post(i);
  for (int round = 1; round <= kRounds; ++round) {
    while (is_waiting < round) sched_yield();
    post(kMany - 1);
  }
  return unused;
}

static void* look_and_produce(void* unused) {
  for (int round = 1; round <= kRounds; ++round) {
    pthread_mutex_lock(&table);
    pthread_mutex_unlock(&table);
    has_looked = round;
    while (is_waiting < round) sched_yield();
    sem_post(&done[kMany - 1]);
  }
  return unused;
}

static void* consume(void* unused) {
  for (int i = 0; i < kMany; ++i) sem_wait(&done[i]);
  for (int round = 1; round <= kRounds; ++round) {
    while (has_looked < round) sched_yield();
    pthread_mutex_lock(&table);
    is_waiting = round;
    sem_wait(&done[kMany - 1]);  // NODEADLOCK
    pthread_mutex_unlock(&table);
  }
  return unused;
}

int main(void) {
  pthread_t threads[3];
  for (int i = 0; i < kMany; ++i) sem_init(&done[i], 0, 0);
  pthread_create(&threads[0], 0, produce, 0);
  pthread_create(&threads[1], 0, consume, 0);
  pthread_create(&threads[2], 0, look_and_produce, 0);
  for (int i = 0; i < 3; ++i) pthread_join(threads[i], 0);
  puts("done");
}
