// OPTIONS: locks=1 threads=1
// A program with a single thread locks the same mutex twice.
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);  // HANG
  pthread_mutex_unlock(&mutex);
  puts("done");
}
