// Two threads are busy with two locks for long; main works on meanwhile.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void forth(void) {
  pthread_mutex_lock(&a);
  meet(&arrived, 2);
  pthread_mutex_lock(&b);
  be_slow();
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  meet(&arrived, 2);
  pthread_mutex_lock(&a);  // NODEADLOCK
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

int main(void) {
  const pthread_t one = start(forth);
  const pthread_t two = start(back);
  for (int i = 0; i < 100; ++i) linger(10);  // serves its clients
  pthread_join(one, 0);
  pthread_join(two, 0);
  puts("done");
}
