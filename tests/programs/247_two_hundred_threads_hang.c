// OPTIONS: locks=200
// Two hundred threads in one ring.
#include <stdio.h>

#include "meet.h"

enum { kThreads = 200 };
static pthread_mutex_t locks[kThreads];
static int arrived;

static void* dine(void* seat) {
  const long left = (long)seat;
  const long right = (left + 1) % kThreads;
  pthread_mutex_lock(&locks[left]);
  meet(&arrived, kThreads);
  pthread_mutex_lock(&locks[right]);  // HANG
  pthread_mutex_unlock(&locks[right]);
  pthread_mutex_unlock(&locks[left]);
  return 0;
}

int main(void) {
  pthread_t threads[kThreads];
  for (long i = 0; i < kThreads; ++i) {
    pthread_mutex_init(&locks[i], 0);
    pthread_create(&threads[i], 0, dine, (void*)i);
  }
  for (int i = 0; i < kThreads; ++i) pthread_join(threads[i], 0);
  puts("done");
}
