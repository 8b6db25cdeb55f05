// A loop creates the threads, a loop of its own joins them all.
#include <pthread.h>
#include <stdio.h>

enum { kThreads = 4 };

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static long sum;

static void* work(void* unused) {
  pthread_mutex_lock(&m);
  ++sum;  // NORACE
  pthread_mutex_unlock(&m);
  return unused;
}

int main(void) {
  pthread_t threads[kThreads];
  for (int i = 0; i < kThreads; ++i) pthread_create(&threads[i], 0, work, 0);
  for (int i = 0; i < kThreads; ++i) pthread_join(threads[i], 0);
  printf("%ld\n", sum);
  return 0;
}
