// C11's call_once: several threads wait for a slow routine, which needs no lock of theirs.
#include <stdio.h>
#include <threads.h>

#include "meet.h"

static once_flag prepared = ONCE_FLAG_INIT;
static mtx_t registry;

static void prepare(void) {
  linger(1500);
}

static void work(void) {
  mtx_lock(&registry);
  mtx_unlock(&registry);
  call_once(&prepared, prepare);  // NODEADLOCK
}

int main(void) {
  mtx_init(&registry, mtx_plain);
  run_both(work, work);
  puts("done");
}
