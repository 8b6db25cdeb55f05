// The signal comes before the wait, which asks for no predicate: it is lost.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static int done;

static void work(void) {
  pthread_mutex_lock(&mutex);
  ++done;
  pthread_cond_signal(&ready);
  pthread_mutex_unlock(&mutex);
}

int main(void) {
  pthread_join(start(work), 0);
  pthread_mutex_lock(&mutex);
  pthread_cond_wait(&ready, &mutex);  // HANG(GD202)
  pthread_mutex_unlock(&mutex);
  puts("done");
}
