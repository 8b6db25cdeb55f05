// The mutex of a condition is destroyed when nobody waits any more.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t accounts = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t paid = PTHREAD_COND_INITIALIZER;
static int is_paid;

static void* customer(void* unused) {
  pthread_mutex_lock(&accounts);
  atomic_store(&live_turn, 1);
  while (!is_paid) pthread_cond_wait(&paid, &accounts);
  pthread_mutex_unlock(&accounts);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, customer, 0);
  live_await(1);
  pthread_mutex_lock(&accounts);  // the customer waits now
  pthread_mutex_unlock(&accounts);
  pthread_mutex_lock(&accounts);
  is_paid = 1;
  pthread_cond_signal(&paid);
  pthread_mutex_unlock(&accounts);
  pthread_join(thread, 0);
  printf("%d\n", pthread_mutex_destroy(&accounts) != 0);
  puts("done");  // NODEADLOCK
}
