// C11's call_once: the routine waits for a mutex, whose holder waits for the routine.
#include <stdio.h>
#include <threads.h>

#include "meet.h"

static once_flag prepared = ONCE_FLAG_INIT;
static mtx_t registry;
static int arrived;

static void prepare(void) {
  meet(&arrived, 2);
  mtx_lock(&registry);  // HANG
  mtx_unlock(&registry);
}

static void forth(void) {
  call_once(&prepared, prepare);
}

static void back(void) {
  mtx_lock(&registry);
  meet(&arrived, 2);
  call_once(&prepared, prepare);  // HANG
  mtx_unlock(&registry);
}

int main(void) {
  mtx_init(&registry, mtx_plain);
  run_both(forth, back);
  puts("done");
}
