// OPTIONS: locks=1
// Two readers both want to write: each waits until the other stops reading.
#include <stdio.h>

#include "meet.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static int arrived;

static void forth(void) {
  pthread_rwlock_rdlock(&table);
  meet(&arrived, 2);
  pthread_rwlock_wrlock(&table);  // HANG
  pthread_rwlock_unlock(&table);
}

static void back(void) {
  pthread_rwlock_rdlock(&table);
  meet(&arrived, 2);
  pthread_rwlock_wrlock(&table);  // HANG
  pthread_rwlock_unlock(&table);
}

int main(void) {
  run_both(forth, back);
  puts("done");
}
