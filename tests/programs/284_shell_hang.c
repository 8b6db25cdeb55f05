// OPTIONS: locks=2
// A shell script runs a program in the background that hangs, and waits for it.
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
  pthread_mutex_lock(&b);  // HANG
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void back(void) {
  pthread_mutex_lock(&b);
  meet(&arrived, 2);
  pthread_mutex_lock(&a);  // HANG
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(int count, char** arguments) {
  if (count > 1) {
    run_both(forth, back);
    return 0;
  }
  setenv("PROGRAM", arguments[0], 1);
  execl("/bin/sh", "sh", "-c", "true; \"$PROGRAM\" child & sleep 0.1; wait; echo done", (char*)0);
  return 127;
}
