// The waiter is created by the thread that signals, after that one has had the lock.
#include <stdatomic.h>
#include <stdio.h>
#include <threads.h>

static mtx_t table, m;
static cnd_t changed;
static int ready;
static atomic_int is_waiting;

static int consume(void* unused) {
  (void)unused;
  mtx_lock(&table);
  mtx_lock(&m);
  is_waiting = 1;
  while (!ready) cnd_wait(&changed, &m);  // NODEADLOCK
  mtx_unlock(&m);
  mtx_unlock(&table);
  return 0;
}

int main(void) {
  thrd_t thread;
  mtx_init(&table, mtx_plain);
  mtx_init(&m, mtx_plain);
  cnd_init(&changed);
  mtx_lock(&table);
  mtx_unlock(&table);
  thrd_create(&thread, consume, 0);
  while (!is_waiting) thrd_yield();
  mtx_lock(&m);
  ready = 1;
  cnd_signal(&changed);
  mtx_unlock(&m);
  thrd_join(thread, 0);
  puts("done");
}
