// OPTIONS: expect=proven
// A reader asks for the same lock exclusively. It would wait for itself for ever, so the program
// goes without it.
#include <stdio.h>
#include <unistd.h>

#include "live.h"

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;

static void* upgrade(void* unused) {
  pthread_rwlock_rdlock(&table);
  atomic_store(&live_turn, 1);
  pthread_rwlock_wrlock(&table);  // GD103
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, upgrade, 0);
  live_await(1);
  usleep(50 * 1000);
  puts("done");
  fflush(stdout);
  _exit(0);
}
