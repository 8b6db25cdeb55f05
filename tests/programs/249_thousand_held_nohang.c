// A thread holds a thousand locks for long, and another waits for one of them.
#include <stdio.h>

#include "meet.h"

enum { kHeld = 1000 };
static pthread_mutex_t many[kHeld];
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void hoard(void) {
  for (int i = 0; i < kHeld; ++i) pthread_mutex_lock(&many[i]);
  meet(&arrived, 2);
  pthread_mutex_lock(&one);
  be_slow();
  pthread_mutex_unlock(&one);
  for (int i = 0; i < kHeld; ++i) pthread_mutex_unlock(&many[i]);
}

static void want(void) {
  meet(&arrived, 2);
  pthread_mutex_lock(&many[999]);  // NODEADLOCK
  pthread_mutex_lock(&one);
  pthread_mutex_unlock(&one);
  pthread_mutex_unlock(&many[999]);
}

int main(void) {
  for (int i = 0; i < kHeld; ++i) pthread_mutex_init(&many[i], 0);
  run_both(hoard, want);
  puts("done");
}
