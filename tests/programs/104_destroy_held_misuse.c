// A mutex is destroyed while another thread holds it, a reader-writer lock by its own holder.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t accounts;
static pthread_rwlock_t rates;

static void work(void) {
  pthread_mutex_lock(&accounts);
}

static void tear_down(void) {
  printf("%d\n", pthread_mutex_destroy(&accounts) != 0);  // GD302
  pthread_rwlock_rdlock(&rates);
  pthread_rwlock_destroy(&rates);  // GD302
}

static void finish(void) {
  pthread_mutex_unlock(&accounts);
}

static void* worker(void* unused) {
  live_await(0);
  work();
  atomic_store(&live_turn, 1);
  live_await(2);
  finish();
  return unused;
}

int main(void) {
  pthread_mutex_init(&accounts, 0);
  pthread_rwlock_init(&rates, 0);
  pthread_t thread;
  pthread_create(&thread, 0, worker, 0);
  live_await(1);
  tear_down();
  atomic_store(&live_turn, 2);
  pthread_join(thread, 0);
  puts("done");
}
