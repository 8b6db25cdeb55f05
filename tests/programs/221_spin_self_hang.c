// OPTIONS: locks=1 threads=1
// A thread spins for a lock that it holds.
#include <stdio.h>

#include "meet.h"

static pthread_spinlock_t lock;

int main(void) {
  pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&lock);
  pthread_spin_lock(&lock);  // HANG
  pthread_spin_unlock(&lock);
  puts("done");
}
