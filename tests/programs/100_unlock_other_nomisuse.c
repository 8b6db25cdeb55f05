// Each thread releases what it took itself: in any order, after a wait, in the middle.
#include <stdio.h>

#include "live.h"

static pthread_mutex_t accounts = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rates = PTHREAD_RWLOCK_INITIALIZER;

static void work(void) {
  pthread_mutex_lock(&accounts);
  pthread_mutex_lock(&journal);
  pthread_rwlock_rdlock(&rates);
  pthread_mutex_unlock(&accounts);
  pthread_rwlock_unlock(&rates);
  pthread_mutex_unlock(&journal);
}

int main(void) {
  run_live(work, work);  // NODEADLOCK
  puts("done");
}
