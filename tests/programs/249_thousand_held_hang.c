// A thread that holds a thousand locks waits for one more, whose holder wants the last of them.
#include <stdio.h>

#include "meet.h"

enum { kHeld = 1000 };
static pthread_mutex_t many[kHeld];
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static int arrived;

static void hoard(void) {
  for (int i = 0; i < kHeld; ++i) pthread_mutex_lock(&many[i]);
  meet(&arrived, 2);
  pthread_mutex_lock(&one);  // HANG
  pthread_mutex_unlock(&one);
  for (int i = 0; i < kHeld; ++i) pthread_mutex_unlock(&many[i]);
}

static void want(void) {
  pthread_mutex_lock(&one);
  meet(&arrived, 2);
  pthread_mutex_lock(&many[999]);  // HANG
  pthread_mutex_unlock(&many[999]);
  pthread_mutex_unlock(&one);
}

int main(void) {
  for (int i = 0; i < kHeld; ++i) pthread_mutex_init(&many[i], 0);
  run_both(hoard, want);
  puts("done");
}
