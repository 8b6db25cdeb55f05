// The sum is read between the loop that creates and the loop that joins.
#include <pthread.h>
#include <stdio.h>

enum { kThreads = 4 };

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static long sum;

static void* work(void* unused) {
  pthread_mutex_lock(&m);
  ++sum;  // RACE
  pthread_mutex_unlock(&m);
  return unused;
}

int main(void) {
  pthread_t threads[kThreads];
  for (int i = 0; i < kThreads; ++i) pthread_create(&threads[i], 0, work, 0);
  printf("%ld\n", sum);
  for (int i = 0; i < kThreads; ++i) pthread_join(threads[i], 0);
  return 0;
}
