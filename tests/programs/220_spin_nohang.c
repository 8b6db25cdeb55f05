// One thread spins for long.
#include <stdio.h>

#include "meet.h"

static pthread_spinlock_t a;
static pthread_spinlock_t b;
static int arrived;

static void forth(void) {
  pthread_spin_lock(&a);
  meet(&arrived, 2);
  pthread_spin_lock(&b);
  be_slow();
  pthread_spin_unlock(&b);
  pthread_spin_unlock(&a);
}

static void back(void) {
  meet(&arrived, 2);
  pthread_spin_lock(&a);  // NODEADLOCK
  pthread_spin_lock(&b);
  pthread_spin_unlock(&b);
  pthread_spin_unlock(&a);
}

int main(void) {
  pthread_spin_init(&a, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_init(&b, PTHREAD_PROCESS_PRIVATE);
  run_both(forth, back);
  puts("done");
}
