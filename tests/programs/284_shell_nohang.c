// A shell script runs slow programs in the background, and waits for them.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "meet.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void forth(void) {
  pthread_mutex_lock(&a);
  meet(&arrived, 2);
  pthread_mutex_lock(&b);
  be_slow();
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  meet(&arrived, 2);
  pthread_mutex_lock(&a);  // NODEADLOCK
  pthread_mutex_unlock(&a);
}

int main(int count, char** arguments) {
  if (count > 1) {
    run_both(forth, back);
    return 0;
  }
  setenv("PROGRAM", arguments[0], 1);
  execl("/bin/sh", "sh", "-c", "for i in 1 2; do \"$PROGRAM\" child & done; wait; echo done",
        (char*)0);
  return 127;
}
