// Two threads are dead; main works on for ever and does not notice.
#include <stdio.h>

#include "meet.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void forth(void) {
  pthread_mutex_lock(&a);
  meet(&arrived, 2);
  pthread_mutex_lock(&b);  // HANG
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  pthread_mutex_lock(&b);
  meet(&arrived, 2);
  pthread_mutex_lock(&a);  // HANG
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  const pthread_t one = start(forth);
  const pthread_t two = start(back);
  for (int served = 0; served >= 0; served = 1) linger(10);  // serves its clients
  pthread_join(one, 0);
  pthread_join(two, 0);
  puts("done");
}
