// OPTIONS: locks=2
// A once routine takes a mutex that elsewhere is held around the same once. The routine was done
// by then, but another run can come there while it runs.
#include <stdio.h>

#include "live.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t settings = PTHREAD_MUTEX_INITIALIZER;

static void set_up(void) {
  pthread_mutex_lock(&settings);  // DEADLOCK
  pthread_mutex_unlock(&settings);
}

static void use(void) {
  pthread_once(&once, set_up);
}

static void reload(void) {
  pthread_mutex_lock(&settings);
  pthread_once(&once, set_up);  // DEADLOCK
  pthread_mutex_unlock(&settings);
}

int main(void) {
  run_live(use, reload);
  puts("done");
}
