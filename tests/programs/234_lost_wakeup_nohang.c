// The signal comes before the wait, which asks its predicate first; then a late signal.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static int done;

static void work(void) {
  if (done == 1) be_slow();
  pthread_mutex_lock(&mutex);
  ++done;
  pthread_cond_signal(&ready);
  pthread_mutex_unlock(&mutex);
}

int main(void) {
  pthread_join(start(work), 0);
  const pthread_t late = start(work);
  pthread_mutex_lock(&mutex);
  while (done < 2) pthread_cond_wait(&ready, &mutex);  // NODEADLOCK
  pthread_mutex_unlock(&mutex);
  pthread_join(late, 0);
  puts("done");
}
