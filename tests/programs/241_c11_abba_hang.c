// OPTIONS: locks=2
// C11 threads and mutexes in opposite order.
#include <stdio.h>
#include <threads.h>

#include "meet.h"

static mtx_t a;
static mtx_t b;
static int arrived;

static int forth(void* unused) {
  mtx_lock(&a);
  meet(&arrived, 2);
  mtx_lock(&b);  // HANG
  mtx_unlock(&b);
  mtx_unlock(&a);
  return unused != 0;
}

static int back(void* unused) {
  mtx_lock(&b);
  meet(&arrived, 2);
  mtx_lock(&a);  // HANG
  mtx_unlock(&a);
  mtx_unlock(&b);
  return unused != 0;
}

int main(void) {
  thrd_t one;
  thrd_t two;
  mtx_init(&a, mtx_plain);
  mtx_init(&b, mtx_plain);
  thrd_create(&one, forth, 0);
  thrd_create(&two, back, 0);
  thrd_join(one, 0);
  thrd_join(two, 0);
  puts("done");
}
