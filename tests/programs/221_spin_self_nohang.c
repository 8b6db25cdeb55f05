// A thread that holds a spin lock only tries it again.
#include <stdio.h>

#include "meet.h"

static pthread_spinlock_t lock;

int main(void) {
  pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&lock);
  if (pthread_spin_trylock(&lock) != 0) be_slow();  // NODEADLOCK
  pthread_spin_unlock(&lock);
  puts("done");
}
