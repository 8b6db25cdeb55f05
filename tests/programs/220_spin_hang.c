// OPTIONS: locks=2
// Two threads spin for each other's lock, for ever.
#include <stdio.h>

#include "meet.h"

static pthread_spinlock_t a;
static pthread_spinlock_t b;
static int arrived;

static void forth(void) {
  pthread_spin_lock(&a);
  meet(&arrived, 2);
  pthread_spin_lock(&b);  // HANG
  pthread_spin_unlock(&b);
  pthread_spin_unlock(&a);
}

static void back(void) {
  pthread_spin_lock(&b);
  meet(&arrived, 2);
  pthread_spin_lock(&a);  // HANG
  pthread_spin_unlock(&a);
  pthread_spin_unlock(&b);
}

int main(void) {
  pthread_spin_init(&a, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_init(&b, PTHREAD_PROCESS_PRIVATE);
  run_both(forth, back);
  puts("done");
}
