// thrd_join of a thread that holds a mutex for long.
#include <stdio.h>
#include <threads.h>

#include "meet.h"

static mtx_t results;
static int arrived;

static int work(void* unused) {
  meet(&arrived, 2);
  mtx_lock(&results);
  be_slow();
  mtx_unlock(&results);
  return unused != 0;
}

int main(void) {
  thrd_t worker;
  mtx_init(&results, mtx_plain);
  thrd_create(&worker, work, 0);
  meet(&arrived, 2);
  thrd_join(worker, 0);  // NODEADLOCK
  puts("done");
}
