// OPTIONS: expect=possible
// So many semaphores are posted in one way that those of the last one are not recorded at first.
// Later somebody waits for that one with the table's lock held, which who posts takes before.
#include <semaphore.h>
#include <stdio.h>

#include "live.h"

// The post of the first round may come before the wait that makes Gordian look at that semaphore.
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
    pthread_mutex_lock(&table);
    pthread_mutex_unlock(&table);
    has_looked = round;
    while (is_waiting < round) sched_yield();
    post(kMany - 1);
  }
  return unused;
}

static void* consume(void* unused) {
  for (int i = 0; i < kMany; ++i) sem_wait(&done[i]);
  for (int round = 1; round <= kRounds; ++round) {
    while (has_looked < round) sched_yield();
    pthread_mutex_lock(&table);
    is_waiting = round;
    sem_wait(&done[kMany - 1]);  // GD104
    pthread_mutex_unlock(&table);
  }
  return unused;
}

int main(void) {
  pthread_t threads[2];
  for (int i = 0; i < kMany; ++i) sem_init(&done[i], 0, 0);
  pthread_create(&threads[0], 0, produce, 0);
  pthread_create(&threads[1], 0, consume, 0);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], 0);
  puts("done");
}
