// A C11 condition whose signal came too early.
#include <stdio.h>
#include <threads.h>

#include "meet.h"

static mtx_t mutex;
static cnd_t ready;
static int done;

static int work(void* unused) {
  mtx_lock(&mutex);
  done = 1;
  cnd_signal(&ready);
  mtx_unlock(&mutex);
  return unused != 0;
}

int main(void) {
  thrd_t worker;
  mtx_init(&mutex, mtx_plain);
  cnd_init(&ready);
  thrd_create(&worker, work, 0);
  thrd_join(worker, 0);
  mtx_lock(&mutex);
  do cnd_wait(&ready, &mutex);  // HANG(GD202)
  while (!done);
  mtx_unlock(&mutex);
  puts("done");
}
