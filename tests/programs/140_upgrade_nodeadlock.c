// Released before it is taken exclusively, or only tried.
#include <stdio.h>

#include "live.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;

static void again(void) {
  pthread_rwlock_rdlock(&table);
  pthread_rwlock_unlock(&table);
  pthread_rwlock_wrlock(&table);  // NODEADLOCK
  pthread_rwlock_unlock(&table);
}

static void tries(void) {
  pthread_rwlock_rdlock(&table);
  if (pthread_rwlock_trywrlock(&table) == 0) pthread_rwlock_unlock(&table);  // NODEADLOCK
  pthread_rwlock_rdlock(&table);
  pthread_rwlock_unlock(&table);
  pthread_rwlock_unlock(&table);
}

int main(void) {
  run_live(again, tries);
  puts("done");
}
