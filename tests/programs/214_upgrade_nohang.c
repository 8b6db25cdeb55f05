// A reader stops reading before it writes.
#include <stdio.h>

#include "meet.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static int arrived;

static void forth(void) {
  pthread_rwlock_rdlock(&table);
  meet(&arrived, 2);
  pthread_rwlock_unlock(&table);
  pthread_rwlock_wrlock(&table);
  be_slow();
  pthread_rwlock_unlock(&table);
}

static void back(void) {
  pthread_rwlock_rdlock(&table);
  meet(&arrived, 2);
  pthread_rwlock_unlock(&table);
  pthread_rwlock_wrlock(&table);  // NODEADLOCK
  pthread_rwlock_unlock(&table);
}

int main(void) {
  run_both(forth, back);
  puts("done");
}
