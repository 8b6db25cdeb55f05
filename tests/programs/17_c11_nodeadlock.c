// C11 threads joined in between.
#include <stdio.h>
#include <threads.h>

static mtx_t a;
static mtx_t b;

static int forth(void* unused) {
  (void)unused;
  mtx_lock(&a);
  mtx_lock(&b);  // NODEADLOCK(ordered by join)
  mtx_unlock(&b);
  mtx_unlock(&a);
  return 0;
}

static int back(void* unused) {
  (void)unused;
  mtx_lock(&b);
  mtx_lock(&a);  // NODEADLOCK(ordered by join)
  mtx_unlock(&a);
  mtx_unlock(&b);
  return 0;
}

int main(void) {
  thrd_t thread;
  mtx_init(&a, mtx_plain);
  mtx_init(&b, mtx_plain);
  thrd_create(&thread, forth, 0);
  thrd_join(thread, 0);
  thrd_create(&thread, back, 0);
  thrd_join(thread, 0);
  mtx_destroy(&a);
  mtx_destroy(&b);
  puts("done");
}
