// Functions that lock for others.
#include "lock.h"

#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

void lockAll(void) {
  pthread_mutex_lock(&m);
}
void unlockAll(void) {
  pthread_mutex_unlock(&m);
}
