// thrd_join by the holder of the mutex that the thread needs.
#include <stdio.h>
#include <threads.h>

#include "meet.h"

static mtx_t results;
static int arrived;

static int work(void* unused) {
  meet(&arrived, 2);
  mtx_lock(&results);  // HANG
  mtx_unlock(&results);
  return unused != 0;
}

int main(void) {
  thrd_t worker;
  mtx_init(&results, mtx_plain);
  thrd_create(&worker, work, 0);
  mtx_lock(&results);
  meet(&arrived, 2);
  thrd_join(worker, 0);  // HANG
  mtx_unlock(&results);
  puts("done");
}
