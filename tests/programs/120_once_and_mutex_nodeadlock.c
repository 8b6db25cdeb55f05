// The mutex is given back before the once is asked for.
#include <stdio.h>

#include "live.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t settings = PTHREAD_MUTEX_INITIALIZER;

static void set_up(void) {
  pthread_mutex_lock(&settings);  // NODEADLOCK
  pthread_mutex_unlock(&settings);
}

static void use(void) {
  pthread_once(&once, set_up);
}

static void reload(void) {
  pthread_mutex_lock(&settings);
  pthread_mutex_unlock(&settings);
  pthread_once(&once, set_up);
}

int main(void) {
  run_live(use, reload);
  puts("done");
}
