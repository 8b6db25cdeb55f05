// OPTIONS: locks=2
#include <stdio.h>

#include "live.h"

static pthread_spinlock_t a;
static pthread_spinlock_t b;

static void forth(void) {
  pthread_spin_lock(&a);
  pthread_spin_lock(&b);  // DEADLOCK
  pthread_spin_unlock(&b);
  pthread_spin_unlock(&a);
}

static void back(void) {
  pthread_spin_lock(&b);
  pthread_spin_lock(&a);  // DEADLOCK
  pthread_spin_unlock(&a);
  pthread_spin_unlock(&b);
}

int main(void) {
  pthread_spin_init(&a, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_init(&b, PTHREAD_PROCESS_PRIVATE);
  run_live(forth, back);
  puts("done");
}
