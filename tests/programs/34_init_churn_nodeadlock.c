// Destroyed and initialised anew at one address: other locks, other roles.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t locks[2];

static void take(pthread_mutex_t* outer, pthread_mutex_t* inner) {
  pthread_mutex_lock(outer);
  pthread_mutex_lock(inner);  // NODEADLOCK
  pthread_mutex_unlock(inner);
  pthread_mutex_unlock(outer);
}

static void forth(void) {
  for (int i = 0; i < 2; ++i) pthread_mutex_init(&locks[i], 0);
  take(&locks[0], &locks[1]);
  for (int i = 0; i < 2; ++i) pthread_mutex_destroy(&locks[i]);
}

static void back(void) {
  for (int i = 0; i < 2; ++i) pthread_mutex_init(&locks[i], 0);
  take(&locks[1], &locks[0]);
  for (int i = 0; i < 2; ++i) pthread_mutex_destroy(&locks[i]);
}

int main(void) {
  run_live(forth, back);
  puts("done");
}
