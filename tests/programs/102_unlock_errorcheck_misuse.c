// The library refuses (EPERM), the program does not look.
#define _GNU_SOURCE
#include <stdio.h>

#include "live.h"

static pthread_mutex_t checked = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;

static void work(void) {
  pthread_mutex_lock(&checked);
}

static void meddle(void) {
  printf("%d\n", pthread_mutex_unlock(&checked));  // GD301
}

static void hand_back(void) {
  pthread_mutex_unlock(&checked);
}

static void* both(void* unused) {
  work();
  pthread_t other;
  pthread_create(&other, 0, (void* (*)(void*))(void (*)(void))meddle, 0);
  pthread_join(other, 0);
  hand_back();
  return unused;
}

int main(void) {
  both(0);
  puts("done");
}
