// OPTIONS: expect=possible
// The same with the threads of C11.
#include <stdatomic.h>
#include <stdio.h>
#include <threads.h>

static mtx_t table, m;
static cnd_t changed;
static int ready;
static atomic_int has_looked, is_waiting;

static int produce(void* unused) {
  (void)unused;
  mtx_lock(&table);
  mtx_unlock(&table);
  has_looked = 1;
  while (!is_waiting) thrd_yield();
  mtx_lock(&m);
  ready = 1;
  cnd_broadcast(&changed);
  mtx_unlock(&m);
  return 0;
}

static int consume(void* unused) {
  (void)unused;
  while (!has_looked) thrd_yield();
  mtx_lock(&table);
  mtx_lock(&m);
  is_waiting = 1;
  while (!ready) cnd_wait(&changed, &m);  // GD104
  mtx_unlock(&m);
  mtx_unlock(&table);
  return 0;
}

int main(void) {
  thrd_t threads[2];
  mtx_init(&table, mtx_plain);
  mtx_init(&m, mtx_plain);
  cnd_init(&changed);
  thrd_create(&threads[0], produce, 0);
  thrd_create(&threads[1], consume, 0);
  for (int i = 0; i < 2; ++i) thrd_join(threads[i], 0);
  puts("done");
}
