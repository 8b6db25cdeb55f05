// A once routine wants a mutex, whose holder waits for the once.
#include <stdio.h>

#include "meet.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t settings = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void set_up(void) {
  meet(&arrived, 2);
  pthread_mutex_lock(&settings);  // HANG
  pthread_mutex_unlock(&settings);
}

static void user(void) {
  pthread_once(&once, set_up);
}

static void holder(void) {
  pthread_mutex_lock(&settings);
  meet(&arrived, 2);
  pthread_once(&once, set_up);  // HANG
  pthread_mutex_unlock(&settings);
}

int main(void) {
  run_both(user, holder);
  puts("done");
}
