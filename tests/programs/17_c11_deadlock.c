// OPTIONS: locks=2
// C11 mutexes in C11 threads.
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

static mtx_t a;
static mtx_t b;
static atomic_int turn;

static int forth(void* unused) {
  (void)unused;
  mtx_lock(&a);
  mtx_lock(&b);  // DEADLOCK
  mtx_unlock(&b);
  mtx_unlock(&a);
  atomic_store(&turn, 1);
  return 0;
}

static int back(void* unused) {
  (void)unused;
  while (!getenv("LIVE_FREE") && atomic_load(&turn) < 1) thrd_yield();
  mtx_lock(&b);
  mtx_lock(&a);  // DEADLOCK
  mtx_unlock(&a);
  mtx_unlock(&b);
  return 0;
}

int main(void) {
  thrd_t threads[2];
  mtx_init(&a, mtx_plain);
  mtx_init(&b, mtx_plain);
  thrd_create(&threads[0], forth, 0);
  thrd_create(&threads[1], back, 0);
  thrd_join(threads[0], 0);
  thrd_join(threads[1], 0);
  mtx_destroy(&a);
  mtx_destroy(&b);
  puts("done");
}
